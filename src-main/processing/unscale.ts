import type { DataType } from '../../src-shared/domain/data-type.ts';
import { integerRange } from '../../src-shared/domain/integer-range.ts';
import { rawValue, scaledValue } from '../../src-shared/domain/tag-scale.ts';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { WriteValue } from '../drivers/driver.ts';
import { isScaled } from './rescale.ts';
import type { TagRule } from './tag-rule.ts';

/** How far from a whole number, in device units, a value still is that number with the noise of floating point. */
const NOISE = 1e-6;

/**
 * Undoes scale, offset and unit conversion: what has to be written so that `value` is read. Texts, truth values and
 * what is not finite pass for the driver to judge, and so do big integers of a tag without scaling.
 *
 * @param value in engineering units
 * @returns device units; a whole number for integer types. The range of a tag without scaling is the driver's to check.
 * @throws NexusError NX_VALUE_RANGE for a value between two steps of an integer tag, or outside what a scaled one holds.
 */
export function unscale(rule: TagRule, dataType: DataType, value: WriteValue): WriteValue {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (!isScaled(rule) && (typeof value === 'bigint' || dataType === 'bool')) return value;
  const asked = typeof value === 'bigint' ? exactNumber(value) : value;
  if (!Number.isFinite(asked)) return asked;
  const raw = rawValue(rule, asked);
  if (!Number.isFinite(raw)) throw rangeFault(`${asked} is out of reach of the scaling of this tag.`, asked);
  const range = stepsOf(rule, dataType);
  if (!range) return raw;
  // So far out that a float64 cannot tell neighbours apart, the ends are known by what they are read as.
  const end = [range.min, range.max].find((step) => scaledValue(rule, step) === asked);
  if (end !== undefined) return end;
  if (isScaled(rule)) assertInRange(rule, dataType, asked, raw, range);
  const step = stepAt(rule, asked);
  if (step !== undefined) return step;
  const around = [stepText(rule, Math.floor(raw)), stepText(rule, Math.ceil(raw))];
  const [low, high] = rises(rule) ? around : around.toReversed();
  throw rangeFault(`${asked} lies between ${low} and ${high}, the steps of this tag.`, asked);
}

function rangeFault(message: string, value: number | string): NexusError {
  return new NexusError('NX_VALUE_RANGE', message, { value });
}

function exactNumber(value: bigint): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw rangeFault(
    `${value} is too large to be scaled exactly. This tag takes numbers up to ±${Number.MAX_SAFE_INTEGER}.`,
    String(value),
  );
}

/** True where a larger number on the device is read as a larger value. */
function rises({ factor, rootFactor }: TagRule): boolean {
  return factor > 0 !== rootFactor < 0;
}

/** The whole numbers on the device; beyond 2^53 a float64 no longer tells them apart. Undefined for floats. */
export function stepsOf(rule: TagRule, dataType: DataType): { readonly min: number; readonly max: number } | undefined {
  if (dataType === 'bool') return { min: 0, max: 1 };
  const range = integerRange(dataType);
  if (!range) return undefined;
  const min = Math.max(Number(range.min), Number.MIN_SAFE_INTEGER);
  const max = Math.min(Number(range.max), Number.MAX_SAFE_INTEGER);
  if (Number.isNaN(rule.rootFactor)) return { min, max };
  // Beyond the zero of a root everything is read as zero. It may be a step itself, but for the noise of floating point.
  const zero = -rule.rootOffset / rule.rootFactor;
  return rule.rootFactor > 0
    ? { min: Math.max(min, Math.ceil(zero - NOISE) + 0), max }
    : { min, max: Math.min(max, Math.floor(zero + NOISE) + 0) };
}

function assertInRange(
  rule: TagRule,
  dataType: DataType,
  asked: number,
  raw: number,
  { min, max }: { readonly min: number; readonly max: number },
): void {
  const noise = noiseOf(rule, asked);
  if (raw >= min - noise && raw <= max + noise) return;
  const ends = [stepText(rule, min), stepText(rule, max)];
  const [low, high] = rises(rule) ? ends : ends.toReversed();
  throw rangeFault(`${asked} does not fit. As ${dataType} on the device this tag takes ${low} to ${high}.`, asked);
}

/** In device units: 1e-6, or where numbers are so large that a float64 is coarser, two units of its last place. */
function noiseOf({ factor, offset, rootFactor }: TagRule, value: number): number {
  const slope = Number.isNaN(rootFactor) ? 1 : Math.abs((2 * (value - offset)) / factor / rootFactor);
  const coarse = (2 * Number.EPSILON * slope * (Math.abs(value) + Math.abs(offset))) / Math.abs(factor);
  return Math.min(Math.max(NOISE, coarse), 0.25);
}

/** The whole number that is read as this value, noise of floating point aside; undefined between two of them. */
export function stepAt(rule: TagRule, value: number): number | undefined {
  const raw = rawValue(rule, value);
  // Adding 0 makes a 0 of −0.
  const nearest = Math.round(raw) + 0;
  const same = [nearest, nearest - 1, nearest + 1].find((step) => scaledValue(rule, step) === value);
  if (same !== undefined) return same;
  return Math.abs(raw - nearest) <= noiseOf(rule, value) ? nearest : undefined;
}

/** The shortest number that is this step when it is written: 12.3 where the product is 12.299999999999999. */
function stepText(rule: TagRule, step: number): string {
  const exact = scaledValue(rule, step);
  for (let digits = 1; digits < 17; digits++) {
    const short = Number(exact.toPrecision(digits));
    if (stepAt(rule, short) === step) return String(short);
  }
  return String(exact);
}
