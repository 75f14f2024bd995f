import type { PenModel } from './pen-model.ts';

/** The place of the first of rising times that is not before `timeUs`. */
function placeOf(timeUs: Float64Array, wantedUs: number): number {
  let low = 0;
  let high = timeUs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (timeUs[middle]! < wantedUs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What a pen was at one sample. `averagedUs` is over how long the historian averaged it, 0 where it is raw. */
export interface NearestSample {
  readonly timeUs: number;
  readonly value: number;
  readonly status: number;
  readonly averagedUs: number;
}

/** The sample of a pen that is nearest to a time, stored or live; undefined without any. An average stands in the middle of its time. */
export function nearestSample({ history, buffer }: PenModel, wantedUs: number): NearestSample | undefined {
  let nearest: NearestSample | undefined;
  const offer = (sample: NearestSample): void => {
    if (!nearest || Math.abs(sample.timeUs - wantedUs) < Math.abs(nearest.timeUs - wantedUs)) nearest = sample;
  };
  if (history) {
    const { series, toUs } = history;
    const halfUs = series.kind === 'raw' ? 0 : series.widthUs / 2;
    const place = placeOf(series.timeUs, wantedUs - halfUs);
    for (const row of [place - 1, place]) {
      const timeUs = series.timeUs[row];
      if (timeUs === undefined || timeUs >= toUs) continue;
      if (series.kind === 'raw')
        offer({ timeUs, value: series.value[row]!, status: series.status[row]!, averagedUs: 0 });
      else if (series.count[row]! > 0)
        offer({ timeUs: timeUs + halfUs, value: series.avg[row]!, status: 0, averagedUs: series.widthUs });
    }
  }
  const row = buffer.firstRowFrom(wantedUs);
  for (const at of [row - 1, row]) {
    if (at < 0 || at >= buffer.length || buffer.timeUs(at) < (history?.toUs ?? Number.NEGATIVE_INFINITY)) continue;
    offer({ timeUs: buffer.timeUs(at), value: buffer.value(at), status: buffer.status(at), averagedUs: 0 });
  }
  return nearest;
}
