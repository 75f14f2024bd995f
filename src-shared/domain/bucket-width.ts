import { formatDuration, parseDurationMs } from './duration.ts';

const SECOND_US = 1e6;
const [MINUTE_US, HOUR_US, DAY_US] = [60 * SECOND_US, 3_600 * SECOND_US, 86_400 * SECOND_US];

/** Widths that divide the next larger unit, so that buckets begin where clocks do and rollups answer them; µs. */
const WIDTHS_US = [
  ...[1, 10, 100].map((ms) => ms * 1_000),
  ...[1, 2, 5, 10, 15, 30].map((s) => s * SECOND_US),
  ...[1, 2, 5, 10, 15, 30].map((m) => m * MINUTE_US),
  ...[1, 2, 3, 6, 12].map((h) => h * HOUR_US),
  ...[1, 7, 28].map((d) => d * DAY_US),
];

/** The least width that cuts a range into at most so many buckets, µs. */
export function roundWidthUs(rangeUs: number, buckets: number): number {
  const leastUs = rangeUs / Math.max(1, buckets);
  return WIDTHS_US.find((width) => width >= leastUs) ?? Math.ceil(leastUs / DAY_US) * DAY_US;
}

/** µs of `10s`, `5m`, `1h`; undefined for what is no width of whole µs, or below 1 ms. */
export function parseWidthUs(text: string): number | undefined {
  const ms = parseDurationMs(text);
  return ms === undefined || ms < 1 || !Number.isInteger(ms * 1_000) ? undefined : ms * 1_000;
}

/** `10s`, `5m`, `1h`: as a person types it. */
export const formatWidth = (us: number): string => formatDuration(us / 1_000);

/** What a stretch of buckets can be answered from. */
export type HistorySource = 'raw' | '1-min' | '1-hour' | '1-day';

const SOURCES = [
  [DAY_US, '1-day'],
  [HOUR_US, '1-hour'],
  [MINUTE_US, '1-min'],
] as const;

/** The coarsest averages that make up whole buckets of this width from here on. */
export const sourceOf = (fromUs: number, widthUs: number): HistorySource =>
  SOURCES.find(([unit]) => widthUs % unit === 0 && fromUs % unit === 0)?.[1] ?? 'raw';

/** Of one value of a source, µs; 0 for points. */
export const sourceUnitUs = (source: HistorySource): number => SOURCES.find(([, name]) => name === source)?.[0] ?? 0;

/** Whether buckets of this width, beginning on multiples of it, are whole minutes, hours or days where they are as long. */
export function fitsRollups(widthUs: number): boolean {
  const unit = SOURCES.find(([us]) => us <= widthUs)?.[0];
  return unit === undefined || widthUs % unit === 0;
}
