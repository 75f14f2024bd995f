import { describe, expect, it } from 'vitest';
import { inScope, placeOf } from './scope-match.ts';

const boiler = placeOf('boiler-1', 'acme/plant1/utilities/steam/boiler-1');

describe('the places that an account is kept to', () => {
  it('are anywhere unless some are named', () => {
    expect(inScope(undefined, boiler)).toBe(true);
    expect(inScope({}, boiler)).toBe(true);
  });

  it('must match on every level that is named', () => {
    expect(inScope({ site: ['plant1'], area: ['util*'] }, boiler)).toBe(true);
    expect(inScope({ site: ['plant1'], area: ['packing'] }, boiler)).toBe(false);
    expect(inScope({ device: ['pump-*', 'boiler-?', '*-1'] }, boiler)).toBe(true);
  });

  it('never match what a topic does not say', () => {
    expect(inScope({ line: ['*'] }, placeOf('x', 'acme/plant1'))).toBe(false);
  });

  it.each([
    ['boiler-*', true],
    ['*oil*1', true],
    ['boiler', false],
    ['*', true],
    ['b*1*1', false],
    ['boiler-1*', true],
    ['.*', false],
    ['BOILER-*', false],
  ])('match by the glob %s: %s', (glob, expected) => {
    expect(inScope({ device: [glob] }, boiler)).toBe(expected);
  });

  it('are matched at once, whatever the glob', () => {
    const place = placeOf('a'.repeat(10_000), 'x');
    expect(inScope({ device: [`${'*a'.repeat(60)}*b`] }, place)).toBe(false);
  });
});
