/*
 * A plant at a steady pace through log and historian into the database. Its frames are made before, so that the CPU that
 * is counted is that of taking the points, not of making them up.
 */
import { startLogAndHistorian } from '../../src-main/historian/log-and-historian.ts';
import { encodeBatch } from '../../src-shared/domain/batch-frame.ts';
import { STATUS } from '../../src-shared/domain/quality.ts';
import { contestantInput, finish } from '../contestant.ts';
import { namesOf, valueAt } from '../history/point-source.ts';
import { startMeter } from '../meter.ts';
import type { CopyWork, PacedOrder } from './copy-order.ts';

const TAGS_PER_DEVICE = 40;
const READINGS_PER_SECOND = 10;
const LOOK_MS = 5;

const { folder, url, perSecond, seconds } = contestantInput<PacedOrder>();
const devices = perSecond / TAGS_PER_DEVICE / READINGS_PER_SECOND;
const intervalMs = 1_000 / READINGS_PER_SECOND;
const { log, historian } = await startLogAndHistorian(folder, { historian: { database: { url } } });
const names = namesOf({
  devices,
  tagsPerDevice: TAGS_PER_DEVICE,
  steps: 0,
  stepSeconds: 1,
  stepsPerBatch: 1,
  startUs: 0,
});
log.names(names.devices, names.tags);

const startUs = Date.now() * 1_000;
function frameOf(device: number, reading: number): ArrayBuffer {
  const tag = Uint32Array.from({ length: TAGS_PER_DEVICE }, (_, i) => device * TAGS_PER_DEVICE + i);
  const timeUs = startUs + Math.round((reading + device / devices) * intervalMs * 1_000);
  return encodeBatch({
    count: TAGS_PER_DEVICE,
    device,
    origin: 'local',
    receivedUs: timeUs,
    tag,
    timeUs: new Float64Array(TAGS_PER_DEVICE).fill(timeUs),
    value: Float64Array.from(tag, (n) => valueAt(n, reading)),
    status: new Uint32Array(TAGS_PER_DEVICE).fill(STATUS.Good),
  });
}

const frames: ArrayBuffer[] = [];
for (let reading = 0; reading < seconds * READINGS_PER_SECOND; reading++)
  for (let device = 0; device < devices; device++) frames.push(frameOf(device, reading));

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, LOOK_MS));
const read = startMeter();
const beganMs = performance.now();
for (let sent = 0; sent < frames.length; ) {
  const due = Math.min(((performance.now() - beganMs) * devices) / intervalMs, frames.length);
  for (; sent < due; sent++) if (!log.append(frames[sent]!, TAGS_PER_DEVICE)) throw new Error('The log took no more');
  await pause();
}
const taken = read();
const points = frames.length * TAGS_PER_DEVICE;
while ((await historian.refresh())?.deliveredPoints !== points) await pause();
finish({ points, ...taken } satisfies CopyWork);
