import { z } from 'zod';

export const AGGREGATE_WINDOWS = ['1s', '10s', '1min', '5min'] as const;
export const AGGREGATE_FUNCTIONS = ['min', 'max', 'avg', 'twa', 'count', 'std', 'first', 'last'] as const;
export type AggregateWindow = (typeof AGGREGATE_WINDOWS)[number];
export type AggregateFunction = (typeof AGGREGATE_FUNCTIONS)[number];

/** Windows of one length over the readings of a tag; each function is a tag of its own (docs/processing.md). */
export const Aggregate = z.strictObject({
  window: z.enum(AGGREGATE_WINDOWS).meta({ title: 'Window', description: 'Aligned to UTC.' }),
  functions: z.array(z.enum(AGGREGATE_FUNCTIONS)).min(1).max(AGGREGATE_FUNCTIONS.length).meta({
    title: 'Functions',
    description:
      'avg is the mean of the readings, twa the mean over time, std the standard deviation of the population.',
  }),
});
export type Aggregate = z.output<typeof Aggregate>;

/** The id of a tag that is derived: `temp.avg_1min`. No other tag has a dot in its id. */
export function derivedId(source: string, fn: AggregateFunction, window: AggregateWindow): string {
  return `${source}.${fn}_${window}`;
}
