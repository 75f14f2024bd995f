import { POINT_FLAG, type TypedCell } from '../../../src-shared/domain/point-batch.ts';
import { STATUS } from '../../../src-shared/domain/quality.ts';
import type { FilePart } from '../../historian/files/file-reader.ts';
import { type Waveform, waveValue } from './waveform.ts';

/** A simulated tag as its history knows it. */
export interface PastTag {
  readonly topic: string;
  readonly wave: Waveform;
}

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
/** How far back, and how often: what is near is looked at closely. */
const SPANS = [
  { fromS: 24 * HOUR_S, toS: 2 * HOUR_S, stepS: MINUTE_S },
  { fromS: 2 * HOUR_S, toS: HOUR_S / 2, stepS: 10 },
  { fromS: HOUR_S / 2, toS: 0, stepS: 2 },
] as const;

/** How far before now each value lies, oldest first, s. */
const AGES: readonly number[] = SPANS.flatMap(({ fromS, toS, stepS }) =>
  Array.from({ length: (fromS - toS) / stepS }, (_, step) => fromS - step * stepS),
);

/** Values of each tag in the past. */
export const PAST_POINTS = AGES.length;

/** What simulated tags would have been in the 24 hours before `nowUs`: their waves follow the wall clock, so live goes on from it. */
export async function* pastOfTwins(tags: readonly PastTag[], nowUs: number): AsyncGenerator<FilePart, void, undefined> {
  const nowMs = Math.floor(nowUs / 1_000);
  for (const [index, { topic, wave }] of tags.entries()) {
    const timeUs = Float64Array.from(AGES, (age) => (nowMs - age * 1_000) * 1_000);
    const value = new Float64Array(PAST_POINTS);
    const cells: TypedCell[] = [];
    for (const [row, us] of timeUs.entries()) {
      const now = waveValue(wave, us / 1_000);
      value[row] = typeof now === 'string' ? Number.NaN : now;
      if (typeof now === 'string') cells.push({ row, kind: 'string', value: now });
    }
    const status = new Uint32Array(PAST_POINTS).fill(STATUS.Good);
    const flags = new Uint8Array(PAST_POINTS).fill(POINT_FLAG.simulated);
    const series = { kind: 'raw' as const, timeUs, value, status, flags, cells };
    const line = Float64Array.from(AGES.keys());
    yield { format: 'csv', points: [{ topic, series, line }], problems: [], share: (index + 1) / tags.length };
  }
}
