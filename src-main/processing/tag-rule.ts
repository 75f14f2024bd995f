import type { z } from 'zod';
import { parseDurationMs } from '../../src-shared/domain/duration.ts';
import type { QualityRule } from '../../src-shared/domain/quality-rule.ts';
import type { Deadband, Tag } from '../../src-shared/domain/tag.ts';
import { type TagScale, tagScale } from '../../src-shared/domain/tag-scale.ts';
import { type CompiledQuality, compileQuality } from './quality-gate.ts';

/**
 * How one tag's readings become points. Everything linear (raw range, scale, unit) is folded into one factor and one
 * offset, so that the hot path does one multiplication and one addition per value, and writing can undo it.
 */
export interface TagRule extends TagScale {
  /** The tag's number in the running engine. */
  readonly tag: number;
  /** −Infinity and +Infinity where there is no clamp. */
  readonly clampLow: number;
  readonly clampHigh: number;
  /** NaN: no deadband, every reading is a point. Otherwise the larger of the two bands holds a change back. */
  readonly deadband: number;
  /** Share of the last value, 0…1. */
  readonly deadbandRatio: number;
  /** A point at least this often, in µs; Infinity without a heartbeat. */
  readonly heartbeatUs: number;
  /** The largest error of lines between points, in engineering units; NaN without a swinging door. */
  readonly swingingDoor: number;
  /** In the order in which they are applied. */
  readonly quality: readonly CompiledQuality[];
}

/** Compiles the rule of a tag that has passed validation. @param quality rules for the tag from elsewhere, after its own. */
export function compileTagRule(tag: Tag, number: number, quality: readonly QualityRule[] = []): TagRule {
  const low = tag.clamp_low ?? Number.NEGATIVE_INFINITY;
  const high = tag.clamp_high ?? Number.POSITIVE_INFINITY;
  return {
    tag: number,
    ...tagScale(tag),
    clampLow: low,
    clampHigh: high,
    quality: [...(tag.quality_rules ?? []), ...quality].map((rule) => compileQuality(rule, tag.enum)),
    ...deadbandOf(tag.deadband, (tag.eu_high ?? Number.NaN) - (tag.eu_low ?? Number.NaN)),
  };
}

/**
 * The changes that are never a point, in device units, so that the device need not send them; undefined where each may be
 * one. What is a share of the last value stays on this side: a device knows no such deadband.
 */
export function deviceDeadband({ deadband, factor, rootFactor, quality }: TagRule): number | undefined {
  // On a curve a step of the value is another step of the reading at each place.
  if (!Number.isNaN(rootFactor)) return undefined;
  // A rule wants to see every reading.
  if (quality.length > 0) return undefined;
  const band = deadband / Math.abs(factor);
  return band > 0 && Number.isFinite(band) ? band : undefined;
}

type Bands = Pick<TagRule, 'deadband' | 'deadbandRatio' | 'heartbeatUs' | 'swingingDoor'>;

function deadbandOf(deadband: z.output<typeof Deadband> | undefined, span: number): Bands {
  const none = {
    deadband: Number.NaN,
    deadbandRatio: 0,
    heartbeatUs: Number.POSITIVE_INFINITY,
    swingingDoor: Number.NaN,
  };
  if (!deadband) return none;
  const heartbeatMs = deadband.max_interval === undefined ? undefined : parseDurationMs(deadband.max_interval);
  const heartbeatUs = heartbeatMs === undefined ? Number.POSITIVE_INFINITY : heartbeatMs * 1_000;
  if (deadband.swinging_door !== undefined) return { ...none, heartbeatUs, swingingDoor: deadband.swinging_door };
  const ofRange = deadband.percent_of_range === undefined ? 0 : (deadband.percent_of_range / 100) * Math.abs(span);
  return {
    ...none,
    deadband: Math.max(deadband.absolute ?? 0, ofRange),
    deadbandRatio: (deadband.percent ?? 0) / 100,
    heartbeatUs,
  };
}
