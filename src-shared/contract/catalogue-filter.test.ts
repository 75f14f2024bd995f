import { expect, it } from 'vitest';
import { compileFilter } from '../domain/compile-filter.ts';
import type { CatalogueRow } from './catalogue.ts';
import { CATALOGUE_SHAPE } from './catalogue-filter.ts';

const ROW: CatalogueRow = {
  uid: 'u',
  device: 'boiler-1',
  deviceName: 'Boiler 1',
  id: 'steam_p',
  name: 'Steam pressure',
  description: 'Behind the main valve',
  unit: 'bar',
  dataType: 'uint16',
  classification: 'process',
  owner: 'North team',
  topic: 'acme/p1/boiler-1/steam_p',
  enabled: true,
  lastUs: null,
  usedBy: ['kpi/mean'],
};
const passes = (typed: string, change: Partial<CatalogueRow> = {}): boolean =>
  compileFilter(CATALOGUE_SHAPE, typed).passes({ ...ROW, ...change });

it('lets everything pass that has every word, in either case', () => {
  expect(passes('')).toBe(true);
  expect(passes('STEAM valve')).toBe(true);
  expect(passes('steam kettle')).toBe(false);
});

it('looks into a field where one is named, and takes an unknown one for a word', () => {
  expect(passes('owner:north unit:bar')).toBe(true);
  expect(passes('owner:boiler')).toBe(false);
  expect(passes('acme:p1')).toBe(false);
  expect(passes('toString:x')).toBe(false);
});

it('keeps a phrase in quotes together, as a word and in a field', () => {
  expect(passes('"main valve"')).toBe(true);
  expect(passes('"valve main"')).toBe(false);
  expect(passes('owner:"north team"')).toBe(true);
  expect(passes('owner:"team north"')).toBe(false);
});

it('takes away what has a minus, and takes either side of a bar', () => {
  expect(passes('-owner:north')).toBe(false);
  expect(passes('-kettle steam')).toBe(true);
  expect(passes('kettle|steam')).toBe(true);
  expect(passes('unit:mbar|°c')).toBe(false);
});

it('finds what is used, what is switched off and what nobody has described', () => {
  expect(passes('is:used')).toBe(true);
  expect(passes('is:off')).toBe(false);
  expect(passes('is:off', { enabled: false })).toBe(true);
  expect(passes('is:unowned|undescribed')).toBe(false);
  expect(passes('is:unowned|undescribed', { description: '' })).toBe(true);
  expect(passes('owner:', { owner: '' })).toBe(true);
  expect(passes('owner:')).toBe(false);
});
