import type { DataType } from './data-type.ts';

/**
 * A number as short as what the device knows of it: a float32 of 8.4 reaches us as 8.399999618530273, and a register of
 * 2041 scaled by 0.1 as 204.10000000000002. Both mean what is returned here; a float64 means itself.
 */
export function shortNumber(value: number, type: DataType): number {
  if (Number.isInteger(value) || type === 'float64' || !Number.isFinite(value)) return value;
  if (type !== 'float32') return Number(value.toPrecision(SCALED_DIGITS));
  if (Math.fround(value) !== value) return Number(value.toPrecision(SCALED_DIGITS));
  // Six digits always survive a float32, nine always tell two of them apart (IEEE 754, binary32).
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return Number(value.toPrecision(9));
}

/** What decimal scaling leaves in a float64 beyond this many digits is its own rounding. */
const SCALED_DIGITS = 15;
