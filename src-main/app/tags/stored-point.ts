import type { Lineage, LineageNode } from '../../../src-shared/contract/lineage.ts';
import { POINT_FLAG } from '../../../src-shared/domain/point-batch.ts';
import type { HistorySource } from '../../historian/explore/history-source.ts';
import { lastBefore, nearestSamples } from '../../historian/explore/nearest-samples.ts';
import { jsonValue } from './value-rows.ts';

/** Nothing of ours is older: 2000-01-01 UTC. */
const EARLIEST_US = Date.UTC(2000, 0, 1) * 1_000;

/** The last stored point of a tag at or before a moment, of the two months before it. @throws NexusError as `HistoryStore.series` */
export async function storedPoint(
  source: HistorySource,
  atUs: number,
  signal?: AbortSignal,
): Promise<LineageNode['point']> {
  const held = await lastBefore(source, atUs + 1, signal);
  const timeUs = held?.timeUs[0];
  if (timeUs === undefined) return null;
  const { series } = await source.series({ fromUs: timeUs, toUs: timeUs + 1 }, signal);
  if (series.kind !== 'raw' || series.timeUs.length === 0) return null;
  const bits = series.flags?.[0] ?? 0;
  return {
    timeUs,
    value: jsonValue(series.value[0]!, series.cells?.[0]),
    status: series.status[0]!,
    flags: FLAGS.filter((flag) => (bits & POINT_FLAG[flag]) !== 0),
  };
}

const FLAGS = ['simulated', 'clamped', 'clockUnsynchronised', 'historical'] as const satisfies readonly NonNullable<
  LineageNode['point']
>['flags'][number][];

/** When the first point of a tag was stored. @throws NexusError as `HistoryStore.series` */
export async function storedSince(
  source: HistorySource,
  nowUs: number,
  signal?: AbortSignal,
): Promise<Lineage['storedSinceUs']> {
  const { afterUs } = await nearestSamples(source, { fromUs: EARLIEST_US, toUs: EARLIEST_US }, nowUs, signal);
  return afterUs ?? null;
}
