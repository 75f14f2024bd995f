import { type RangeStatistics, StatisticsOfRange } from '../../charts/range-statistics.ts';
import type { TimeRange } from '../../charts/time-view.ts';
import { series } from '../../rpc/connect.ts';
import type { HistoryPen } from './history-loader.ts';

/**
 * What all samples of a pen from `fromUs` to `toUs` come to, both ends included: the stored ones, and behind the last of
 * them those that this page received since. Averages that only draw a line are not used.
 *
 * @throws NexusError NX_HISTORY_TOO_LARGE or NX_HISTORY_UNAVAILABLE as the engine says.
 */
export async function measurePen(pen: HistoryPen, range: TimeRange, signal: AbortSignal): Promise<RangeStatistics> {
  const { device, tag, model } = pen;
  const fromUs = Math.floor(range.fromUs);
  const toUs = Math.ceil(range.toUs);
  const { series: stored } = await series({ device, tag, fromUs, toUs: toUs + 1 }, signal);
  const statistics = new StatisticsOfRange();
  let lastUs = Number.NEGATIVE_INFINITY;
  if (stored.kind === 'raw') {
    stored.timeUs.forEach((timeUs, row) => {
      statistics.add(timeUs, stored.value[row]!, stored.status[row]!);
      lastUs = timeUs;
    });
  }
  const { buffer } = model;
  for (let row = buffer.firstRowFrom(Math.max(fromUs, lastUs + 1)); row < buffer.length; row++) {
    if (buffer.timeUs(row) > toUs) break;
    statistics.add(buffer.timeUs(row), buffer.value(row), buffer.status(row));
  }
  return statistics.result();
}
