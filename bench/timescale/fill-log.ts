import { startLog } from '../../src-main/uns/publishing/log-and-publisher.ts';
import { batchesOf, namesOf, type PointSource } from '../history/point-source.ts';

const PENDING = 200_000;
const LOOK_MS = 2;

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, LOOK_MS));

/** Writes a source into the log of a folder, with nothing that reads it. */
export async function fillLog(folder: string, source: PointSource): Promise<void> {
  const running = await startLog(folder, { budgetBytes: 2 ** 34 });
  const { log } = running;
  try {
    const { devices, tags } = namesOf(source);
    log.names(devices, tags);
    for (const { frame, points } of batchesOf(source)) {
      if (!log.append(frame, points)) throw new Error('The log took no more');
      while (log.counts.pending > PENDING) await pause();
    }
    while (log.counts.pending > 0) await pause();
  } finally {
    await running.dispose();
  }
}
