import { withDecimalSign } from '../ui/number-format.ts';
import { formatClock, formatDay } from '../ui/time-format.ts';

/** Tick labels of numbers: as many digits as the step between ticks needs. */
export function numberLabels(splits: readonly (number | null)[]): string[] {
  return splits.map((split) =>
    split === null ? '' : withDecimalSign(String(Number(split.toPrecision(10)))).replace('-', '\u2212'),
  );
}

/**
 * Tick labels of times in ms: seconds where ticks are closer than a minute, tenths where closer than a second; the day
 * stands under the first tick and under each tick where it changes.
 *
 * @param clockAt writes µs as `2026-02-03 09:00:00` by the clocks that are wanted; left out: as everywhere.
 */
export function timeLabels(splits: readonly number[], stepMs: number, clockAt?: (us: number) => string): string[] {
  let day = '';
  return splits.map((exact) => {
    // The chart computes its ticks in floats and is off by a millisecond at times: 04:53:59.999 is 04:54:00.
    const grainMs = stepMs >= 1_000 ? 100 : 1;
    const split = Math.round(exact / grainMs) * grainMs;
    const zoned = clockAt?.(split * 1_000);
    const clock = zoned?.slice(11, 19) ?? formatClock(split);
    const isFine = stepMs < 1_000;
    const text = isFine ? `${clock}.${Math.floor((split % 1_000) / 100)}` : stepMs < 60_000 ? clock : clock.slice(0, 5);
    const today = zoned?.slice(0, 10) ?? formatDay(split);
    if (today === day) return text;
    day = today;
    return `${text}\n${today}`;
  });
}
