import { isBad } from '../../src-shared/domain/quality.ts';
import type { BucketSeries } from '../../src-shared/domain/series.ts';
import type { TestPoint } from './log-records.ts';

export interface ModelPoint {
  readonly timeUs: number;
  readonly epoch: number;
  readonly value: number;
  readonly status: number;
}

/** For tests: what a store of one tag must answer, in the simplest way there is. */
export class StoreModel {
  readonly #points = new Map<string, ModelPoint>();
  /** Points that were refused because another one has their time and epoch. */
  collided = 0;
  /** All that came after the first one of their time and epoch, whether they differ from it or not. */
  repeated = 0;

  take({ timeUs, value, status = 0 }: TestPoint, epoch: number): void {
    const key = `${timeUs} ${epoch}`;
    const known = this.#points.get(key);
    if (!known) {
      this.#points.set(key, { timeUs, epoch, value, status });
      return;
    }
    this.repeated++;
    if (!Object.is(known.value, value) || known.status !== status) this.collided++;
  }

  all(): ModelPoint[] {
    return [...this.#points.values()].sort((a, b) => a.timeUs - b.timeUs || a.epoch - b.epoch);
  }

  latest(): ModelPoint[] {
    return this.all().filter(({ timeUs }, i, all) => all[i + 1]?.timeUs !== timeUs);
  }

  /** The same buckets as an answer lists, from the points of `[fromUs, toUs)`. */
  buckets({ fromUs: gridUs, widthUs }: BucketSeries, fromUs: number, toUs: number) {
    const groups = new Map<number, ModelPoint[]>();
    for (const point of this.latest()) {
      if (point.timeUs < fromUs || point.timeUs >= toUs) continue;
      const startUs = gridUs + Math.floor((point.timeUs - gridUs) / widthUs) * widthUs;
      groups.set(startUs, [...(groups.get(startUs) ?? []), point]);
    }
    return [...groups].map(([startUs, points]) => {
      const values = points
        .filter(({ value, status }) => !isBad(status) && !Number.isNaN(value))
        .map(({ value }) => value);
      return {
        startUs,
        min: values.length > 0 ? Math.min(...values) : Number.NaN,
        max: values.length > 0 ? Math.max(...values) : Number.NaN,
        avg: values.reduce((sum, value) => sum + value, 0) / values.length,
        first: values[0] ?? Number.NaN,
        last: values.at(-1) ?? Number.NaN,
        count: values.length,
        bad: points.length - values.length,
      };
    });
  }
}

/** The rows of an answer in the same form, the average rounded as sums in another order are. */
export function bucketRows(series: BucketSeries) {
  return Array.from(series.timeUs, (startUs, i) => ({
    startUs,
    min: series.min[i]!,
    max: series.max[i]!,
    avg: series.avg[i]!,
    first: series.first[i]!,
    last: series.last[i]!,
    count: series.count[i]!,
    bad: series.bad[i]!,
  }));
}
