import type { BucketSeries, Gap } from '../../../src-shared/domain/series.ts';

/**
 * The same buckets with the value that held in those without a sample: the last one of the bucket before, as long as no
 * Bad sample was in that and no known gap lies between. Not beyond `untilUs`. Filled buckets count no samples.
 */
export function holdEmpty(series: BucketSeries, gaps: readonly Gap[], endUs: number, untilUs: number): BucketSeries {
  const { widthUs } = series;
  const filled = { timeUs: [], min: [], max: [], avg: [], first: [], last: [], count: [], bad: [] } as Filled;
  const stopUs = Math.min(endUs, untilUs);
  for (let row = 0; row < series.timeUs.length; row++) {
    for (const name of NAMES) filled[name].push(series[name][row]!);
    const value = series.last[row]!;
    if (Number.isNaN(value) || series.bad[row]! > 0) continue;
    const nextUs = Math.min(series.timeUs[row + 1] ?? stopUs, stopUs);
    for (let atUs = series.timeUs[row]! + widthUs; atUs < nextUs; atUs += widthUs) {
      const sinceUs = series.timeUs[row]!;
      if (gaps.some((gap) => gap.fromUs < atUs + widthUs && gap.toUs > sinceUs)) break;
      filled.timeUs.push(atUs);
      for (const name of VALUES) filled[name].push(value);
      filled.count.push(0);
      filled.bad.push(0);
    }
  }
  const columns = Object.fromEntries(NAMES.map((name) => [name, Float64Array.from(filled[name])]));
  return { ...series, ...(columns as Record<(typeof NAMES)[number], Float64Array>) };
}

const VALUES = ['min', 'max', 'avg', 'first', 'last'] as const;
const NAMES = ['timeUs', ...VALUES, 'count', 'bad'] as const;
type Filled = Record<(typeof NAMES)[number], number[]>;
