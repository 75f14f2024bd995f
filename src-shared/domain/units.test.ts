import { describe, expect, it } from 'vitest';
import { conversion, findUnit, UNITS } from './units.ts';

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

  it('name each code once', () => {
    expect(new Set(UNITS.map((unit) => unit.code)).size).toBe(UNITS.length);
  });
});
