import { describe, expect, it } from 'vitest';
import { conversion, findUnit, nearestUnit, UNITS, unitSymbol } from './units.ts';

const convert = (value: number, from: string, to: string): number => {
  const { factor, offset } = conversion(findUnit(from)!, findUnit(to)!)!;
  return value * factor + offset;
};

describe('units', () => {
  // NIST SP 811, appendix B.8 and B.9.
  it.each([
    [100, 'Cel', '[degF]', 212],
    [-40, '[degF]', 'Cel', -40],
    [0, 'Cel', 'K', 273.15],
    [1, 'bar', '[psi]', 14.503773773020923],
    [1, 'mm[Hg]', 'Pa', 133.322387415],
    [3.6, 'm3/h', 'L/s', 1],
    [1, 'kW.h', 'MJ', 3.6],
    [60, '{rpm}', 'Hz', 1],
  ])('%d %s in %s is %d', (value, from, to, expected) => {
    expect(convert(value, from, to)).toBeCloseTo(expected, 9);
  });

  it('are found by symbol as well as by code', () => {
    expect(findUnit('°C')?.code).toBe('Cel');
    expect(findUnit('m³/h')?.code).toBe('m3/h');
  });

  it('do not convert between dimensions', () => {
    expect(conversion(findUnit('bar')!, findUnit('Cel')!)).toBeUndefined();
  });

  it.each([
    ['m3/h', 'm³/h'],
    ['l/min', 'L/min'],
    ['Nm3/h', 'Nm³/h'],
    ['kVAr', 'kvar'],
    ['{rpm}', 'rpm'],
    ['barg', 'bar(g)'],
    ['psia', 'psi(a)'],
    ['μm', 'µm'],
    [' kWh ', 'kWh'],
  ])('are found as people type them: %s', (typed, symbol) => {
    expect(unitSymbol(typed)).toBe(symbol);
  });

  it('never take one of another size for the one that was typed', () => {
    expect(findUnit('mW')!.factor).toBe(1e-3);
    expect(findUnit('MW')!.factor).toBe(1e6);
    expect(findUnit('KW')).toBeUndefined();
  });

  it('name the nearest known one', () => {
    expect(nearestUnit('KWH/T')).toBe('kWh/t');
    expect(nearestUnit('barr')).toBe('bar');
    expect(nearestUnit('KW')).toBe('kW');
    expect(nearestUnit('furlongs/fortnight')).toBeUndefined();
  });

  it('show a label of one’s own without its braces, and any other text as it stands', () => {
    expect(unitSymbol('{bottles}')).toBe('bottles');
    expect(unitSymbol('bottles')).toBe('bottles');
  });

  it('convert gauge and absolute pressure among themselves only, as the air pressure of the place is not known', () => {
    expect(convert(2, 'barg', 'kPa{gauge}')).toBe(200);
    expect(conversion(findUnit('barg')!, findUnit('bara')!)).toBeUndefined();
    expect(conversion(findUnit('Nm3/h')!, findUnit('m3/h')!)).toBeUndefined();
  });

  it.each([
    [0, 'Cel', '[degF]', 32],
    [32, '[degF]', 'Cel', 0],
    [212, '[degF]', 'Cel', 100],
    [1, 'mbar', 'bar', 0.001],
    [1, 'kW', 'W', 1_000],
    [1, 'm3/h', 'm3/s', 1 / 3_600],
  ])('%d %s in %s is exactly %d', (value, from, to, expected) => {
    expect(convert(value, from, to)).toBe(expected);
  });

  it('mean one unit by each spelling', () => {
    const texts = UNITS.flatMap(({ code, symbol, aliases }) => [...new Set([code, symbol, ...aliases])]);
    expect(texts.filter((text, at) => texts.indexOf(text) !== at)).toEqual([]);
  });
});
