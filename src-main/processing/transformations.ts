import type { QualityRule } from '../../src-shared/domain/quality-rule.ts';
import type { Tag } from '../../src-shared/domain/tag.ts';
import { rangeScale, unitConversion } from '../../src-shared/domain/tag-scale.ts';
import { unitSymbol } from '../../src-shared/domain/units.ts';

/** One step on the way of a reading to a point, as people set it; `compileTagRule` folds the first of them into one. */
export type Transformation =
  | {
      readonly kind: 'range' | 'scale' | 'unit';
      readonly text: string;
      readonly factor: number;
      readonly offset: number;
    }
  | {
      /** value = √(raw · rootFactor + rootOffset) · factor + offset. */
      readonly kind: 'square_root';
      readonly text: string;
      readonly rootFactor: number;
      readonly rootOffset: number;
      readonly factor: number;
      readonly offset: number;
    }
  | { readonly kind: 'clamp'; readonly text: string; readonly low: number; readonly high: number }
  /** Says what becomes of a value, and changes none. */
  | { readonly kind: 'quality' | 'deadband'; readonly text: string };

/**
 * What a tag does to its readings, in the order in which it is done; steps that it does not have are left out.
 * @param rules of quality that hold for the tag from elsewhere, after its own.
 */
export function transformationsOf(tag: Tag, rules: readonly QualityRule[] = []): readonly Transformation[] {
  return [...rangeStep(tag), ...scaleStep(tag), ...unitStep(tag), ...clampStep(tag), ...passing(tag, rules)];
}

function rangeStep(tag: Tag): Transformation[] {
  const { raw_low: rawLow, raw_high: rawHigh, eu_low: low, eu_high: high, scaling } = tag;
  if (rawLow === undefined || rawHigh === undefined || low === undefined || high === undefined) return [];
  const { factor, offset, rootFactor, rootOffset } = rangeScale(tag);
  const ends = `${rawLow} … ${rawHigh} on the device is ${low} … ${high}`;
  if (scaling === 'square_root')
    return [{ kind: 'square_root', text: `Square root: ${ends}`, rootFactor, rootOffset, factor, offset }];
  return [{ kind: 'range', text: `${ends}, that is ${linear(factor, offset)}`, factor, offset }];
}

function scaleStep({ scale, offset }: Tag): Transformation[] {
  if (scale === undefined && offset === undefined) return [];
  const [by, shift] = [scale ?? 1, offset ?? 0];
  return [{ kind: 'scale', text: `Scale: ${linear(by, shift)}`, factor: by, offset: shift }];
}

function unitStep(tag: Tag): Transformation[] {
  const { factor, offset } = unitConversion(tag);
  if (tag.unit_from === undefined || tag.unit === undefined) return [];
  const text = `${unitSymbol(tag.unit_from)} to ${unitSymbol(tag.unit)}: ${linear(factor, offset)}`;
  return [{ kind: 'unit', text, factor, offset }];
}

function clampStep({ clamp_low: low, clamp_high: high }: Tag): Transformation[] {
  if (low === undefined && high === undefined) return [];
  const ends = [low === undefined ? [] : `below ${low}`, high === undefined ? [] : `above ${high}`].flat();
  return [
    {
      kind: 'clamp',
      text: `Clamp: held where it is ${ends.join(' or ')}`,
      low: low ?? Number.NEGATIVE_INFINITY,
      high: high ?? Number.POSITIVE_INFINITY,
    },
  ];
}

function passing({ quality_rules: own = [], deadband }: Tag, rules: readonly QualityRule[]): Transformation[] {
  const band = deadband === undefined ? undefined : bandText(deadband);
  return [
    ...[...own, ...rules].map((rule): Transformation => ({ kind: 'quality', text: ruleText(rule) })),
    ...(band === undefined ? [] : [{ kind: 'deadband', text: band } as const]),
  ];
}

function ruleText({ check, action, low, high, max_rate: rate, for: stuck }: QualityRule): string {
  const what = {
    range: [low === undefined ? [] : `below ${low}`, high === undefined ? [] : `above ${high}`].flat().join(' or '),
    rate: `changes by more than ${rate} a second`,
    stuck: `the same for ${stuck}`,
    type: 'not a number, or none of its states',
  }[check];
  const then = { flag: 'flagged as uncertain', reject: 'rejected', alert: 'told in Problems' }[action];
  return `Quality rule: ${then} where it is ${what}`.replace('it is changes', 'it changes');
}

function bandText(deadband: NonNullable<Tag['deadband']>): string | undefined {
  const { absolute, percent, percent_of_range: ofRange, swinging_door: door, max_interval: beat } = deadband;
  const held =
    door === undefined
      ? [
          absolute === undefined ? [] : `${absolute}`,
          percent === undefined ? [] : `${percent} % of the last value`,
          ofRange === undefined ? [] : `${ofRange} % of the range`,
        ].flat()
      : [`${door} from a line between points`];
  if (held.length === 0 && beat === undefined) return undefined;
  const change = held.length === 0 ? 'every reading is a point' : `no point for a change up to ${held.join(' or ')}`;
  return `Deadband: ${change}${beat === undefined ? '' : `, and one every ${beat} at least`}`;
}

/** `× 0.5 + 3`, with no part that does nothing. */
function linear(factor: number, offset: number): string {
  const by = factor === 1 && offset !== 0 ? '' : `× ${short(factor)}`;
  const shift = offset === 0 ? '' : `${offset < 0 ? '−' : '+'} ${short(Math.abs(offset))}`;
  return [by, shift].filter(Boolean).join(' ');
}

const short = (value: number): string => String(Number(value.toPrecision(7)));

/** What a step makes of a value. */
export function forward(step: Transformation, value: number): number {
  switch (step.kind) {
    case 'range':
    case 'scale':
    case 'unit':
      return value * step.factor + step.offset;
    case 'square_root':
      return Math.sqrt(Math.max(0, value * step.rootFactor + step.rootOffset)) * step.factor + step.offset;
    case 'clamp':
      return Math.min(step.high, Math.max(step.low, value));
    default:
      return value;
  }
}

/** What a step made it of; at the end of a clamp the nearest that it may have been. NaN where nothing can be told. */
export function backward(step: Transformation, value: number): number {
  switch (step.kind) {
    case 'range':
    case 'scale':
    case 'unit':
      return step.factor === 0 ? Number.NaN : (value - step.offset) / step.factor;
    case 'square_root': {
      const root = step.factor === 0 ? Number.NaN : (value - step.offset) / step.factor;
      return (root * root - step.rootOffset) / step.rootFactor;
    }
    default:
      return value;
  }
}
