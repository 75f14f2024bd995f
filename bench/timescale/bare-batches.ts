import { LANES, laneOf } from '../../src-main/log/lane.ts';
import { decodeBatch } from '../../src-shared/domain/batch-frame.ts';
import { batchesOf, deviceUid, type PointSource } from '../history/point-source.ts';

/** Points of one lane, by tag and within it by time. */
export interface BareBatch {
  readonly lane: number;
  readonly count: number;
  readonly tag: Uint32Array;
  readonly timeUs: Float64Array;
  readonly value: Float64Array;
  readonly status: Uint32Array;
}

export const BATCH_POINTS = 5_000;

/** The points of a source as the historian would send them: batches of one lane each, ordered by tag. */
export function* bareBatches(source: PointSource): Generator<BareBatch> {
  const open = Array.from({ length: LANES }, () => ({ frames: [] as ArrayBuffer[], points: 0 }));
  for (const { device, frame, points } of batchesOf(source)) {
    const lane = laneOf(deviceUid(device));
    const waiting = open[lane]!;
    waiting.frames.push(frame);
    waiting.points += points;
    if (waiting.points < BATCH_POINTS) continue;
    yield sorted(lane, waiting.frames, waiting.points);
    open[lane] = { frames: [], points: 0 };
  }
  for (const [lane, { frames, points }] of open.entries()) if (points > 0) yield sorted(lane, frames, points);
}

function sorted(lane: number, frames: readonly ArrayBuffer[], count: number): BareBatch {
  const parts = frames.map((frame) => decodeBatch(frame));
  const rows = parts.flatMap((part) => Array.from(part.tag, (tag, i) => ({ tag, timeUs: part.timeUs[i]!, part, i })));
  rows.sort((a, b) => a.tag - b.tag || a.timeUs - b.timeUs);
  return {
    lane,
    count,
    tag: Uint32Array.from(rows, ({ tag }) => tag),
    timeUs: Float64Array.from(rows, ({ timeUs }) => timeUs),
    value: Float64Array.from(rows, ({ part, i }) => part.value[i]!),
    status: Uint32Array.from(rows, ({ part, i }) => part.status[i]!),
  };
}
