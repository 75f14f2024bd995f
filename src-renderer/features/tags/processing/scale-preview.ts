import { rawValue, type ScaledTag, scaledValue, tagScale } from '../../../../src-shared/domain/tag-scale.ts';
import { conversion, findUnit, unitSymbol } from '../../../../src-shared/domain/units.ts';
import { formatSignificant } from '../../../ui/number-format.ts';

/** Of a curve from one end of the raw range to the other. */
const STEPS = 32;

/** Both limits of a clamp, −∞ and +∞ where there is none. */
export interface Clamp {
  readonly low: number;
  readonly high: number;
}

const held = (value: number, { low, high }: Clamp): number => Math.min(high, Math.max(low, value));

const withUnit = (number: string, unit: string | undefined): string =>
  unit === undefined ? number : `${number} ${unitSymbol(unit)}`;

/** What a number of the device is read as. */
export function previewedValue(tag: ScaledTag, clamp: Clamp, raw: number): number {
  return held(scaledValue(tagScale(tag), raw), clamp);
}

/** `0 … 27 648 → 0 … 120 m³/h`; undefined without a raw range. */
export function rangeLine(tag: ScaledTag, clamp: Clamp): string | undefined {
  const { raw_low: low, raw_high: high, eu_low: euLow, eu_high: euHigh } = tag;
  if (low === undefined || high === undefined || low === high || euLow === undefined || euHigh === undefined)
    return undefined;
  const [from, to] = [low, high].map((raw) => formatSignificant(previewedValue(tag, clamp, raw)));
  const rawText = `${formatSignificant(low)} … ${formatSignificant(high)}`;
  return `${rawText} → ${withUnit(`${from} … ${to}`, tag.unit)}`;
}

/**
 * `23 266 → 8.42 bar`: what stands on the device now, and what the draft makes of it.
 * @param applied by which the value of now was made
 * @param value of now, in engineering units
 * @returns undefined where that raw value cannot be told
 */
export function nowLine(
  applied: ScaledTag,
  draft: ScaledTag,
  clamp: Clamp,
  value: number,
): { readonly text: string; readonly raw: number; readonly value: number } | undefined {
  const exact = rawValue(tagScale(applied), value);
  if (!Number.isFinite(exact)) return undefined;
  // What scaling leaves beyond nine digits is its own rounding.
  const raw = Number(exact.toPrecision(9));
  const made = previewedValue(draft, clamp, raw);
  return { text: `${formatSignificant(raw)} → ${withUnit(formatSignificant(made), draft.unit)}`, raw, value: made };
}

/** `1 bar = 14.5038 psi`; undefined where nothing is converted. */
export function conversionLine({ unit, unit_from: unitFrom }: ScaledTag): string | undefined {
  const from = unitFrom === undefined ? undefined : findUnit(unitFrom);
  const to = unit === undefined ? undefined : findUnit(unit);
  const way = from && to && conversion(from, to);
  if (!way || !from || !to) return undefined;
  return `1 ${from.symbol} = ${formatSignificant(way.factor + way.offset)} ${to.symbol}`;
}

/** A curve as points from 0 to 1 of both axes, and where a raw value lies on it. */
export interface Curve {
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly place: (raw: number) => readonly [x: number, y: number];
}

/** The way from raw to value over the whole raw range; undefined without one. */
export function scaleCurve(tag: ScaledTag, clamp: Clamp): Curve | undefined {
  const { raw_low: low, raw_high: high } = tag;
  if (rangeLine(tag, clamp) === undefined || low === undefined || high === undefined) return undefined;
  const raws = Array.from({ length: STEPS + 1 }, (_, i) => low + ((high - low) * i) / STEPS);
  const values = raws.map((raw) => previewedValue(tag, clamp, raw));
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const share = (value: number): number => (most > least ? (value - least) / (most - least) : 0.5);
  const inside = (part: number): number => Math.min(1, Math.max(0, part));
  return {
    points: values.map((value, i) => [i / STEPS, share(value)]),
    place: (raw) => [inside((raw - low) / (high - low)), inside(share(previewedValue(tag, clamp, raw)))],
  };
}
