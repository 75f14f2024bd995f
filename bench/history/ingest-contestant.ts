/* Takes points through log and historian as the engine does: appended, synced, read, sealed. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { startLogAndHistorian } from '../../src-main/historian/log-and-historian.ts';
import { contestantInput, finish } from '../contestant.ts';
import { startMeter } from '../meter.ts';
import type { IngestOrder, IngestWork } from './ingest-order.ts';
import { batchesOf, namesOf, pointsOf } from './point-source.ts';

/** Points on their way into the log before the source waits. */
const PENDING = 200_000;
const LOOK_MS = 2;

const { folder, source } = contestantInput<IngestOrder>();
const running = await startLogAndHistorian(folder);
const { log, historian } = running;
const { devices, tags } = namesOf(source);
log.names(devices, tags);
const points = pointsOf(source);
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, LOOK_MS));

const read = startMeter();
for (const batch of batchesOf(source)) {
  if (!log.append(batch.frame, batch.points)) throw new Error('The log took no more');
  while (log.counts.pending > PENDING) await pause();
}
for (;;) {
  const progress = await historian.refresh();
  if (progress && progress.deliveredPoints === points) break;
  await pause();
}
const taken = read();
const { sealedPoints } = (await historian.refresh())!;
await running.dispose();
const bytes = statSync(join(folder, 'historian.db')).size;
finish({ points, ...taken, bytesPerPoint: bytes / sealedPoints } satisfies IngestWork);
