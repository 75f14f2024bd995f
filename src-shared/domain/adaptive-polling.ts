import { z } from 'zod';
import { parseDurationMs } from './duration.ts';
import { durationText, PollInterval } from './poll-interval.ts';

const bounds = {
  fastest: PollInterval.optional().meta({
    title: 'Fastest',
    description: 'While values change. The poll interval unless given.',
    examples: ['200ms'],
  }),
  slowest: PollInterval.optional().meta({
    title: 'Slowest',
    description: 'While nothing changes. The poll interval unless given.',
    examples: ['10s'],
  }),
};

/** Between which periods the tags of one pace are polled; polling begins at their poll interval. */
export const PollBounds = z.strictObject(bounds);
export type PollBounds = z.output<typeof PollBounds>;

/** How a device is polled fast while its values change, and slowly while they do not. */
export const AdaptivePolling = z.strictObject({
  ...bounds,
  change: z.number().positive().max(100).default(1).meta({
    title: 'Change',
    unit: '%',
    advanced: true,
    description: 'Of the engineering range, or of the value without one: what counts for tags without a deadband.',
  }),
  slower_after: z.int().min(1).max(1_000).default(5).meta({
    title: 'Slower after',
    unit: 'polls',
    advanced: true,
    description: 'So many polls in a row without a change double the period.',
  }),
  hold: durationText
    .refine((text) => (parseDurationMs(text) ?? Number.POSITIVE_INFINITY) <= 3_600_000, {
      error: (issue) => `“${String(issue.input)}” is not a duration of up to 1 h. Write for example 30s.`,
    })
    .default('30s')
    .meta({
      title: 'Hold',
      advanced: true,
      fault: 'INTERVAL_RANGE',
      description: 'How long the fastest period stays after a quality rule found fault with a tag.',
    }),
  most_load: z.int().min(1).max(100).default(50).meta({
    title: 'Most load',
    unit: '%',
    advanced: true,
    description: 'Of the time that the endpoint may be busy with polls. Nothing is polled faster beyond it.',
  }),
});
export type AdaptivePolling = z.output<typeof AdaptivePolling>;

/** What holds for tags that say `adaptive_polling` on a device that does not. */
export const USUAL_ADAPTIVE: AdaptivePolling = AdaptivePolling.parse({});

/** Periods that polls are kept between, ms; the first is shorter. */
export interface PaceBounds {
  readonly fastestMs: number;
  readonly slowestMs: number;
}

/** How often tags are polled, at the beginning or always. */
export interface TagPace {
  readonly intervalMs: number;
  /** Undefined where the interval stays as it is. */
  readonly bounds: PaceBounds | undefined;
}

interface Paced {
  readonly poll_interval?: string | undefined;
  readonly adaptive_polling?: PollBounds | undefined;
}

/**
 * The pace of a tag. One with an interval of its own keeps to it, unless it has bounds of its own too; all others follow
 * their device. What cannot be read as a duration counts as not given.
 */
export function paceOf(device: Paced, tag: Paced): TagPace {
  const intervalMs = durationOf(tag.poll_interval) ?? durationOf(device.poll_interval) ?? 1_000;
  const own = tag.adaptive_polling ?? (tag.poll_interval === undefined ? device.adaptive_polling : undefined);
  return { intervalMs, bounds: own && boundsOf(own, intervalMs) };
}

/** The shortest period that a tag may be polled with, ms. */
export function fastestMsOf(device: Paced, tag: Paced): number {
  const { intervalMs, bounds } = paceOf(device, tag);
  return bounds?.fastestMs ?? intervalMs;
}

/** Undefined where they leave nothing to choose. */
function boundsOf({ fastest, slowest }: PollBounds, intervalMs: number): PaceBounds | undefined {
  const fastestMs = Math.min(durationOf(fastest) ?? intervalMs, intervalMs);
  const slowestMs = Math.max(durationOf(slowest) ?? intervalMs, intervalMs);
  return fastestMs < slowestMs ? { fastestMs, slowestMs } : undefined;
}

const durationOf = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : parseDurationMs(text);
