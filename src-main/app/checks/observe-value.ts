import type { Observed } from '../../../src-shared/domain/check-capture.ts';
import { isGood, severity } from '../../../src-shared/domain/quality.ts';
import type { Clock } from '../../kernel/clock.ts';

/** The newest value of a signal; `freshUs` is when it was last known to hold, as an unchanged value makes no point. */
export interface Reading {
  readonly timeUs: number;
  /** NaN where there is no number. */
  readonly value: number;
  readonly status: number;
  readonly freshUs: number;
}

export interface Observation extends Observed {
  /** Of the newest value, µs; 0 where none ever came. */
  readonly timeUs: number;
  readonly fromUs: number;
  readonly toUs: number;
  /** Whether the device was read meanwhile. */
  readonly isFresh: boolean;
}

const LOOK_EVERY_MS = 50;
const RANK = { good: 0, uncertain: 1, bad: 2 } as const;

/**
 * Looks at a signal for `forMs`, and longer until it was read at least once since, at most `mostMs`. Ends early when
 * `stop` says that there is nothing to wait for. Averages over the time, so that a point weighs as long as it stood.
 */
export async function observeValue(
  read: () => Reading,
  clock: Clock,
  limits: { readonly forMs: number; readonly mostMs: number; readonly stop?: (status: number) => boolean },
): Promise<Observation> {
  const { forMs, mostMs, stop } = limits;
  const fromUs = clock.wallUs();
  const startMs = clock.monoMs();
  const times = new Set<number>();
  let [sum, looks, min, max] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let worst = 0;
  for (;;) {
    const { timeUs, value, status, freshUs } = read();
    times.add(timeUs);
    if (RANK[severity(status)] >= RANK[severity(worst)]) worst = status;
    if (isGood(status) && Number.isFinite(value)) {
      sum += value;
      looks++;
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    const tookMs = clock.monoMs() - startMs;
    const isFresh = freshUs >= fromUs;
    if (stop?.(status) || (tookMs >= forMs && isFresh) || tookMs >= mostMs) {
      const numbers =
        looks === 0 ? { value: null, min: null, max: null } : { value: mean(sum, looks, min, max), min, max };
      return { ...numbers, samples: times.size, status: worst, timeUs, fromUs, toUs: clock.wallUs(), isFresh };
    }
    await clock.sleep(LOOK_EVERY_MS);
  }
}

/** A value that did not move is itself, not what adding it forty times and dividing makes of it. */
const mean = (sum: number, looks: number, min: number, max: number): number => (min === max ? min : sum / looks);
