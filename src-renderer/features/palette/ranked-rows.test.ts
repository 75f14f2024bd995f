import { describe, expect, it } from 'vitest';
import { queryOf } from './match-rank.ts';
import { modeOf } from './palette-mode.ts';
import type { PaletteRow } from './palette-row.ts';
import { bestRows, ranked } from './ranked-rows.ts';

const row = (title: string, kind: PaletteRow['kind'] = 'command'): PaletteRow => ({
  key: title,
  kind,
  title,
  detail: kind === 'device' ? 'meter-1 · Modbus' : '',
  use: () => undefined,
});
const ROWS = [
  row('Trend: Pause'),
  row('Live: Pause all'),
  row('Tab: Close'),
  row('Pause the tests'),
  row('Main', 'device'),
];
const best = (typed: string, recent: readonly string[] = [], limit = 10): readonly string[] =>
  bestRows(ranked(ROWS, queryOf(typed), recent), recent, limit).map(({ title }) => title);

describe('the rows of the palette', () => {
  it('stand by rank, and in the given order where they match alike', () => {
    expect(best('pause')).toEqual(['Pause the tests', 'Trend: Pause', 'Live: Pause all']);
    expect(best('pause', [], 1)).toEqual(['Pause the tests']);
  });

  it('begin with those used lately, the latest first', () => {
    expect(best('pause', ['Live: Pause all', 'Trend: Pause', 'Tab: Close'])).toEqual([
      'Live: Pause all',
      'Trend: Pause',
      'Pause the tests',
    ]);
    expect(best('', ['Tab: Close']).slice(0, 2)).toEqual(['Tab: Close', 'Trend: Pause']);
  });

  it('match fuzzily only where nothing matches otherwise', () => {
    expect(best('tbcl')).toEqual(['Tab: Close']);
    expect(best('close')).toEqual(['Tab: Close']);
  });

  it('find devices by their id and protocol too', () => {
    expect(best('modbus')).toEqual(['Main']);
  });
});

describe('the prefix of the box', () => {
  it.each([
    ['boil press', undefined, 'boil press'],
    ['> pause', '>', 'pause'],
    [':1200', ':', '1200'],
    ['  # a/+/b ', '#', 'a/+/b'],
    ['=', '=', ''],
  ])('of “%s” is %s', (text, prefix, rest) => {
    expect(modeOf(text)).toEqual({ prefix, rest });
  });
});
