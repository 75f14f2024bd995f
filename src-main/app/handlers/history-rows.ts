import { POINT_FLAG } from '../../../src-shared/domain/point-batch.ts';
import { classicQuality } from '../../../src-shared/domain/quality.ts';
import type { BucketSeries, RawSeries } from '../../../src-shared/domain/series.ts';
import { isoTime, jsonValue } from '../tags/value-rows.ts';

type Aggregate = 'avg' | 'min' | 'max' | 'first' | 'last' | 'count';

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** Stored points as REST shows them. */
export function rawRows({ timeUs, value, status, cells = [], flags }: RawSeries) {
  const cellOf = new Map(cells.map((cell) => [cell.row, cell]));
  return Array.from(timeUs, (us, i) => ({
    timestamp: isoTime(us),
    value: jsonValue(value[i]!, cellOf.get(i)),
    quality: classicQuality(status[i]!),
    ...(flags?.[i] && { flags: flagNames(flags[i]) }),
  }));
}

function flagNames(bits: number): (keyof typeof POINT_FLAG)[] {
  return (Object.keys(POINT_FLAG) as (keyof typeof POINT_FLAG)[]).filter((name) => (bits & POINT_FLAG[name]) !== 0);
}

/** Buckets as REST shows them; `value` is the aggregate that was asked for. */
export function bucketRows(series: BucketSeries, aggregate: Aggregate) {
  return Array.from(series.timeUs, (us, i) => ({
    timestamp: isoTime(us),
    value: finite(series[aggregate][i]!),
    min: finite(series.min[i]!),
    max: finite(series.max[i]!),
    first: finite(series.first[i]!),
    last: finite(series.last[i]!),
    count: series.count[i]!,
    bad: series.bad[i]!,
  }));
}
