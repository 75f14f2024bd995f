import { z } from 'zod';

export const AGGREGATE_WINDOWS = ['1s', '10s', '1min', '5min'] as const;
export const AGGREGATE_FUNCTIONS = ['min', 'max', 'avg', 'twa', 'count', 'std', 'first', 'last'] as const;
export type AggregateWindow = (typeof AGGREGATE_WINDOWS)[number];
export type AggregateFunction = (typeof AGGREGATE_FUNCTIONS)[number];

export const WINDOW_MS: Readonly<Record<AggregateWindow, number>> = {
  '1s': 1_000,
  '10s': 10_000,
  '1min': 60_000,
  '5min': 300_000,
};

/** What becomes of the points of a tag itself, beside its aggregates. */
export const RAW_USES = ['both', 'history', 'none'] as const;
export type RawUse = (typeof RAW_USES)[number];

/** Windows of one length over the points of a tag; each function is a tag of its own (docs/processing.md). */
export const Aggregate = z.strictObject({
  window: z.enum(AGGREGATE_WINDOWS).meta({ title: 'Window', description: 'Aligned to UTC.' }),
  functions: z.array(z.enum(AGGREGATE_FUNCTIONS)).min(1).max(AGGREGATE_FUNCTIONS.length).meta({
    title: 'Functions',
    description:
      'avg is the mean of the points, twa the mean over time, std the standard deviation of the population. Each is a tag of its own.',
  }),
});
export type Aggregate = z.output<typeof Aggregate>;

/** One function of one window of a tag: what a derived tag is. */
export interface Derivation {
  readonly window: AggregateWindow;
  readonly fn: AggregateFunction;
}

/** All that the aggregates of a tag make, in their order. */
export function derivations(aggregates: readonly Aggregate[] = []): readonly Derivation[] {
  return aggregates.flatMap(({ window, functions }) => functions.map((fn) => ({ window, fn })));
}

/** The id of a derived tag: `temp.1min.max`. No other tag has a dot in its id. */
export function derivedId(source: string, { window, fn }: Derivation): string {
  return `${source}.${window}.${fn}`;
}

/** Where a derived tag is below the topic, or the topic suffix, of its tag: `…/temp/1min/max`. */
export function derivedTopic(source: string, { window, fn }: Derivation): string {
  return `${source}/${window}/${fn}`;
}

/** How people call a derived tag, behind the name of its tag: `max 1 min`. */
export function derivedTitle({ window, fn }: Derivation): string {
  return `${fn} ${window.replace(/\d+/, '$& ')}`;
}
