/*
 * For the kill test: an engine in a process of its own that appends counters to a log and a historian as fast as told,
 * until it is killed. What it made and what was accepted it notes in a file, which outlives it: a line `L` when a life
 * begins, `P <device> <n> <receivedUs>` before a batch is appended, `A <batches>` after that many are accepted.
 *
 * node counter-engine.ts <folder> <first n> [<url of a database>]
 */
import { openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { encodeBatch } from '../../src-shared/domain/batch-frame.ts';
import { systemClock } from '../kernel/clock.ts';
import { counterFrame, counterValue } from '../log/counter-frame.ts';
import { startLogAndHistorian } from './log-and-historian.ts';

export const COUNTER_DEVICES = 8;
export const COUNTER_TAGS = 5;
export const EVIDENCE_FILE = 'evidence.txt';
/** Small figures, so that segments roll, blocks are sealed and segments trimmed within a fraction of a second. */
export const BUSY_SETTINGS = {
  log: { segmentBytes: 128 * 1_024 },
  historian: { sealPoints: 60, sealAfterUs: 1e6 },
} as const;

/** @param url of a database in the place of the file. */
export const busySettings = (url?: string): Parameters<typeof startLogAndHistorian>[1] => ({
  log: BUSY_SETTINGS.log,
  historian: url === undefined ? BUSY_SETTINGS.historian : { database: { url, batchPoints: 200, batchMs: 20 } },
});

export const deviceName = (device: number): string => `device ${device}`;
export const tagName = (tag: number): string => `tag ${tag}`;
/** The numbers of a device's tags. */
export const tagsOf = (device: number): number[] => Array.from({ length: COUNTER_TAGS }, (_, i) => device * 100 + i);

/** Every so many readings of a device one comes late: half a second after others of its time, when those may be sealed. */
const LATE_EVERY = 20;
export const LATE_US = 500_000;

/** The time of a late reading is odd, and of one that comes in time even: of two at one time the second would be put aside. */
function frameOf(device: number, n: number, receivedUs: number): ArrayBuffer {
  const tags = tagsOf(device);
  if (n % LATE_EVERY !== 0) return counterFrame(device, tags, n, receivedUs);
  return encodeBatch({
    count: tags.length,
    device,
    origin: 'local',
    receivedUs,
    tag: Uint32Array.from(tags),
    timeUs: new Float64Array(tags.length).fill(receivedUs - LATE_US + 1),
    value: Float64Array.from(tags, (tag) => counterValue(tag, n)),
    status: new Uint32Array(tags.length),
  });
}

async function main(folder: string, firstN: number, url: string | undefined): Promise<void> {
  const evidence = openSync(join(folder, EVIDENCE_FILE), 'a');
  const { log } = await startLogAndHistorian(folder, busySettings(url));
  const devices = Array.from({ length: COUNTER_DEVICES }, (_, device) => device);
  log.names(
    devices.map((device) => [device, deviceName(device)] as const),
    devices.flatMap((device) => tagsOf(device).map((tag) => [tag, tagName(tag)] as const)),
  );
  log.advanced.on(() => void writeSync(evidence, `A ${log.counts.accepted / COUNTER_TAGS}\n`));
  writeSync(evidence, 'L\n');
  let n = firstN;
  systemClock.every(2, () => {
    for (const device of devices) {
      const wallUs = systemClock.wallUs();
      const receivedUs = wallUs - (wallUs % 2);
      writeSync(evidence, `P ${device} ${n} ${receivedUs}\n`);
      log.append(frameOf(device, n, receivedUs), COUNTER_TAGS);
    }
    n++;
  });
}

const [, script, folder, firstN, url] = process.argv;
if (script?.endsWith('counter-engine.ts') && folder !== undefined) await main(folder, Number(firstN), url);
