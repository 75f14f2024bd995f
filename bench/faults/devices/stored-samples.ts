import type { FakedClock } from '../../../src-main/testing/faked-clock.ts';
import type { ServiceProcess } from '../../../src-main/testing/service-process.ts';

/** What history holds of the samples that a counting plant handed out to a service whose clock was set. */
export interface StoredSamples {
  readonly stored: number;
  /** Older than the newest stored one of their tag, and not there. */
  readonly missing: number;
  readonly doubled: number;
  /** Samples of another tag, or that were never handed out. */
  readonly foreign: number;
  /** Stamped by another time than the faked clock showed about then. */
  readonly misdated: number;
  readonly worstMs: number;
}

interface History {
  readonly rows: readonly { readonly timestamp: string; readonly value: number | null }[];
}
export interface SamplesOrder {
  readonly servedUs: readonly (readonly (readonly number[])[])[];
  readonly topicOf: (device: number, tag: number) => string;
  readonly clock: FakedClock;
}

/** As `CountingPlant` makes values: sample · 100 + tag. */
const TAGS_AT_MOST = 100;
const RANGE_US = 12 * 3_600e6;
/** A clock that was set is seen within a second, and the answer to a poll takes a moment. */
const SEEN_WITHIN_US = 1.2e6;
const NEAR_MS = 1_000;

/** Looks for every sample, and at the stamp of each. */
export async function storedSamples(service: ServiceProcess, order: SamplesOrder): Promise<StoredSamples> {
  const sum = { stored: 0, missing: 0, doubled: 0, foreign: 0, misdated: 0, worstMs: 0 };
  const nowUs = Date.now() * 1_000;
  const [from, to] = [nowUs - RANGE_US, nowUs + RANGE_US].map((us) => new Date(us / 1_000).toISOString());
  for (const [device, tags] of order.servedUs.entries()) {
    for (const [tag, servedUs] of tags.entries()) {
      const topic = order.topicOf(device, tag);
      const { rows } = await service.get<History>(`/api/v1/history?topic=${topic}&from=${from}&to=${to}`);
      const seen = new Set<number>();
      for (const { timestamp, value } of rows) {
        if (value === null) continue;
        const n = Math.floor(value / TAGS_AT_MOST);
        const readUs = servedUs[n];
        if (value % TAGS_AT_MOST !== tag || readUs === undefined) sum.foreign++;
        else if (seen.has(n)) sum.doubled++;
        else {
          seen.add(n);
          const offMs = distanceMs(Date.parse(timestamp) * 1_000, readUs, order.clock);
          if (offMs > NEAR_MS) sum.misdated++;
          sum.worstMs = Math.max(sum.worstMs, offMs);
        }
      }
      const newest = [...seen].reduce((most, n) => Math.max(most, n), -1);
      sum.stored += seen.size;
      sum.missing += newest + 1 - seen.size;
    }
  }
  return sum;
}

/** How far a stamp is from what the faked clock showed when the sample was read; right after a step either time is fine. */
function distanceMs(stampUs: number, readUs: number, { settings }: FakedClock): number {
  const [before, after] = [readUs - SEEN_WITHIN_US, readUs + SEEN_WITHIN_US];
  const valid = settings.filter(
    ({ fromUs }, i) => fromUs <= after && (settings[i + 1]?.fromUs ?? Number.POSITIVE_INFINITY) >= before,
  );
  return Math.min(...valid.map(({ aheadUs }) => Math.abs(stampUs - readUs - aheadUs))) / 1_000;
}
