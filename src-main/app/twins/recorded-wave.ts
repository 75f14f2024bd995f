import type { RawSeries, SeriesAnswer } from '../../../src-shared/domain/series.ts';
import type { Waveform } from './waveform.ts';

export type RecordedWave = Extract<Waveform, { readonly wave: 'recorded' }>;

/**
 * What was recorded of a tag as a wave that begins with its first point and is played again and again.
 * @param untilUs where the recording ends.
 * @returns undefined where nothing good was recorded.
 */
export function recordedWave({ series }: SeriesAnswer, untilUs: number): RecordedWave | undefined {
  const values = series.kind === 'raw' ? rawValues(series) : [...series.last];
  const points = values.flatMap((value, row) =>
    value === undefined || Number.isNaN(value) ? [] : [{ timeUs: series.timeUs[row]!, value }],
  );
  const [first] = points;
  if (!first) return undefined;
  return {
    wave: 'recorded',
    at_s: points.map(({ timeUs }) => (timeUs - first.timeUs) / 1e6),
    values: points.map(({ value }) => value),
    period_s: Math.max(1, (untilUs - first.timeUs) / 1e6),
  };
}

/** Texts stand in cells; an exact 64-bit integer is played as a number. */
function rawValues({ value, cells = [] }: RawSeries): (number | string | undefined)[] {
  const values: (number | string | undefined)[] = [...value];
  for (const { row, value: exact } of cells)
    values[row] = typeof exact === 'bigint' ? Number(exact) : typeof exact === 'string' ? exact : undefined;
  return values;
}
