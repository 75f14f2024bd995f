import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { UNITS } from '../../src-shared/domain/units.ts';

interface Ucum {
  convertUnitTo(from: string, value: number, to: string): { readonly status: string; readonly toVal: number | null };
}

// It comes without types.
const { UcumLhcUtils } = createRequire(import.meta.url)('@lhncbc/ucum-lhc') as {
  readonly UcumLhcUtils: { getInstance(): Ucum };
};
const ucum = UcumLhcUtils.getInstance();

/** UCUM rounds the density of mercury: 133.322 Pa where NIST SP 811 has 133.322387415. */
const toleranceOf = (code: string): number => (code.includes('Hg') ? 4e-6 : 1e-9);

describe('the units, against the UCUM library of the U.S. National Library of Medicine', () => {
  it.each(UNITS.map((unit) => [unit.code, unit] as const))('%s', (code, unit) => {
    const base = UNITS.find(({ dimension }) => dimension === unit.dimension)!;
    for (const value of [1, 37.5, -40]) {
      const ours = (value * unit.factor + unit.offset - base.offset) / base.factor;
      const { status, toVal } = ucum.convertUnitTo(code, value, base.code);
      expect(status).toBe('succeeded');
      // UCUM has no unit for a difference: it is that of two temperatures.
      const expected = code.endsWith('{diff}') ? toVal! - ucum.convertUnitTo(code, 0, base.code).toVal! : toVal!;
      expect(Math.abs(ours - expected)).toBeLessThanOrEqual(toleranceOf(code) * Math.abs(expected));
    }
  });

  it('tells about 150 units or more', () => {
    expect(UNITS.length).toBeGreaterThanOrEqual(150);
  });
});
