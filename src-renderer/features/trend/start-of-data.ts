import { series } from '../../rpc/connect.ts';
import type { HistoryPen } from './history-loader.ts';

/** Nothing of ours is older than this: 2020-01-01 UTC. */
const EARLIEST_US = Date.UTC(2020, 0, 1) * 1_000;
const BUCKETS = 5_000;

/** Time of the oldest stored sample of any pen, to about a millionth of the way back; undefined without any. */
export async function startOfData(pens: readonly HistoryPen[], signal: AbortSignal): Promise<number | undefined> {
  const nowUs = Date.now() * 1_000;
  const starts = await Promise.all(
    pens.map(async (pen) => {
      const coarse = await firstBucket(pen, EARLIEST_US, nowUs, signal);
      return coarse && firstBucket(pen, coarse.fromUs, coarse.toUs, signal);
    }),
  );
  const known = starts.flatMap((start) => start?.fromUs ?? []);
  return known.length > 0 ? Math.min(...known) : undefined;
}

async function firstBucket(
  { device, tag }: HistoryPen,
  fromUs: number,
  toUs: number,
  signal: AbortSignal,
): Promise<{ readonly fromUs: number; readonly toUs: number } | undefined> {
  const { series: found } = await series({ device, tag, fromUs, toUs, buckets: BUCKETS }, signal);
  const startUs = found.timeUs[0];
  if (startUs === undefined) return undefined;
  const widthUs = found.kind === 'buckets' ? found.widthUs : 1;
  return { fromUs: startUs, toUs: startUs + widthUs };
}
