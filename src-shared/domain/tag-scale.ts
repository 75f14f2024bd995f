import { conversion, findUnit } from './units.ts';

/** What of a tag makes a value of what the device says. */
export interface ScaledTag {
  readonly scaling?: 'linear' | 'square_root' | undefined;
  readonly raw_low?: number | undefined;
  readonly raw_high?: number | undefined;
  readonly eu_low?: number | undefined;
  readonly eu_high?: number | undefined;
  readonly scale?: number | undefined;
  readonly offset?: number | undefined;
  readonly unit?: string | undefined;
  readonly unit_from?: string | undefined;
}

/** Raw range, scale and unit as one step: value = raw · factor + offset, for a square root see `rootFactor`. */
export interface TagScale {
  readonly factor: number;
  readonly offset: number;
  /** value = √(raw · rootFactor + rootOffset) · factor + offset; rootFactor is NaN for a linear scale. */
  readonly rootFactor: number;
  readonly rootOffset: number;
}

/** Folds everything linear into one factor and one offset. */
export function tagScale(tag: ScaledTag): TagScale {
  const range = rangeScale(tag);
  const scale = tag.scale ?? 1;
  const shift = tag.offset ?? 0;
  const unit = unitConversion(tag);
  return {
    rootFactor: range.rootFactor,
    rootOffset: range.rootOffset,
    factor: range.factor * scale * unit.factor,
    offset: (range.offset * scale + shift) * unit.factor + unit.offset,
  };
}

/** What is read for a number of the device; no clamp. Below the zero of a root it is what the zero is. */
export function scaledValue({ factor, offset, rootFactor, rootOffset }: TagScale, raw: number): number {
  if (Number.isNaN(rootFactor)) return raw * factor + offset;
  return Math.sqrt(Math.max(0, raw * rootFactor + rootOffset)) * factor + offset;
}

/** The number of the device that is read as a value; NaN for what no root is. */
export function rawValue({ factor, offset, rootFactor, rootOffset }: TagScale, value: number): number {
  const straight = (value - offset) / factor;
  if (Number.isNaN(rootFactor)) return straight;
  return straight < 0 ? Number.NaN : (straight * straight - rootOffset) / rootFactor;
}

/** The part that comes of `raw_low` … `eu_high`; factor 1 where there is no range. */
export function rangeScale({ raw_low, raw_high, eu_low, eu_high, scaling }: ScaledTag): TagScale {
  const linear = { rootFactor: Number.NaN, rootOffset: 0 };
  if (raw_low === undefined || raw_high === undefined || eu_low === undefined || eu_high === undefined) {
    return { factor: 1, offset: 0, ...linear };
  }
  if (scaling === 'square_root') {
    const rootFactor = 1 / (raw_high - raw_low);
    return { factor: eu_high - eu_low, offset: eu_low, rootFactor, rootOffset: -raw_low * rootFactor };
  }
  const factor = (eu_high - eu_low) / (raw_high - raw_low);
  return { factor, offset: eu_low - raw_low * factor, ...linear };
}

/** The part that comes of `unit_from`; factor 1 where nothing is converted. */
export function unitConversion(tag: ScaledTag): { readonly factor: number; readonly offset: number } {
  const from = tag.unit_from === undefined ? undefined : findUnit(tag.unit_from);
  const to = tag.unit === undefined ? undefined : findUnit(tag.unit);
  return (from && to && conversion(from, to)) ?? { factor: 1, offset: 0 };
}
