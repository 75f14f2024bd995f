import { isBad } from '../../../src-shared/domain/quality.ts';
import type { TimeRange } from '../query.ts';
import type { FoldOptions } from './bucket-fold.ts';
import { isUsable, type Points } from './history-source.ts';

/** One bucket as the definitions have it. */
export interface SlowBucket {
  readonly values: readonly number[];
  readonly bad: number;
  /** What held at each µs of it; NaN where nothing did. */
  readonly held: readonly number[];
}

const isIn = (spans: readonly TimeRange[], us: number): boolean =>
  spans.some(({ fromUs, toUs }) => fromUs <= us && us < toUs);

/** For tests: the definitions of `BucketFold` read µs by µs, at the price of time. */
export function slowBuckets({ timeUs, value, status }: Points, options: FoldOptions): readonly SlowBucket[] {
  const { grid, toUs, quality, gaps, spans } = options;
  const counts = (us: number): boolean => spans === undefined || isIn(spans, us);
  const heldAt = (us: number): number => {
    const row = timeUs.findLastIndex((time) => time <= us);
    if (us >= toUs || row < 0 || !isUsable(value[row]!, status[row]!, quality)) return Number.NaN;
    for (let each = timeUs[row]!; each <= us; each++) if (isIn(gaps, each)) return Number.NaN;
    return value[row]!;
  };
  return Array.from({ length: grid.buckets }, (_, at) => {
    const startUs = grid.fromUs + at * grid.widthUs;
    const rows = [...timeUs.keys()].filter(
      (row) => timeUs[row]! >= startUs && timeUs[row]! < startUs + grid.widthUs && counts(timeUs[row]!),
    );
    return {
      values: rows.filter((row) => isUsable(value[row]!, status[row]!, quality)).map((row) => value[row]!),
      bad: rows.filter((row) => isBad(status[row]!) || Number.isNaN(value[row])).length,
      held: Array.from({ length: grid.widthUs }, (__, us) => startUs + us).map((us) =>
        counts(us) ? heldAt(us) : Number.NaN,
      ),
    };
  });
}
