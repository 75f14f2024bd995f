import type { Retention } from './store.ts';

const DAY_MS = 86_400_000;
export const RETENTION: Retention = { rawMs: 30 * DAY_MS, hourlyMs: 365 * DAY_MS, dailyMs: 1_825 * DAY_MS };
/** Points that one answer may hold unless a store is told otherwise. */
export const RAW_LIMIT = 2_000_000;

/** What is kept: coarser values at least as long as finer ones, because they answer for them. */
export function keptFor(asked: Partial<Retention> = {}): Retention {
  const { rawMs, hourlyMs, dailyMs } = { ...RETENTION, ...asked };
  return { rawMs, hourlyMs: Math.max(hourlyMs, rawMs), dailyMs: Math.max(dailyMs, hourlyMs, rawMs) };
}
