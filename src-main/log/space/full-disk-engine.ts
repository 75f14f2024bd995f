/*
 * For the test of a full disk: a log in a folder of a small file system, values that keep coming, and another program
 * that fills the disk and goes away again. Prints what happened as one line of JSON.
 *
 * node full-disk-engine.ts <folder>
 */
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../kernel/clock.ts';
import { HostSupervisor } from '../../kernel/host-supervisor.ts';
import { silentLogger } from '../../kernel/logger.ts';
import { counterFrame } from '../counter-frame.ts';
import { LogClient } from '../log-client.ts';
import { folderDisk } from '../log-disk.ts';
import type { LogHostData } from '../log-messages.ts';
import { LogReader } from '../log-reader.ts';

const MIB = 1024 * 1024;
export const FULL_DISK_SETTINGS = {
  segmentBytes: MIB,
  queueBytes: MIB,
  budgetBytes: 24 * MIB,
  ballastBytes: 4 * MIB,
  lowDiskBytes: 8 * MIB,
} as const satisfies Partial<LogHostData>;

/** What the test judges. */
export interface FullDiskReport {
  /** Kinds of state in the order in which they came. */
  readonly kinds: readonly string[];
  readonly msToFull: number;
  readonly msToNormal: number;
  readonly msToBallast: number;
  readonly ballastBefore: number;
  readonly ballastWhileFull: number;
  readonly longestPauseMs: number;
  readonly mostUsedBytes: number;
  readonly counts: LogClient['counts'];
  readonly totalPoints: number;
  readonly droppedPoints: number;
  /** Of a sink that read along. */
  readonly readPoints: number;
  readonly missingPoints: number;
  /** Batches that the sink neither got nor was told to be lost. */
  readonly unexplained: number;
  readonly restarts: number;
}

const TAGS = Array.from({ length: 500 }, (_, i) => i + 1);

async function until(what: string, condition: () => boolean, ms = 60_000): Promise<number> {
  const startMs = systemClock.monoMs();
  while (!condition()) {
    if (systemClock.monoMs() - startMs > ms) throw new RangeError(`Not within ${ms} ms: ${what}`);
    await systemClock.sleep(20);
  }
  return systemClock.monoMs() - startMs;
}

/** Another program that takes all room there is. */
function fill(path: string): void {
  const file = openSync(path, 'a');
  try {
    for (const size of [MIB, 4_096]) {
      const chunk = Buffer.alloc(size, 7);
      while (writeSync(file, chunk) === size);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    closeSync(file);
  }
}

async function main(folder: string): Promise<FullDiskReport> {
  const logFolder = join(folder, 'log');
  const neighbour = join(folder, 'neighbour');
  const data = (): LogHostData => ({ folder: logFolder, ...FULL_DISK_SETTINGS });
  const url = new URL('../../entry/log-host.ts', import.meta.url);
  const host = new HostSupervisor({ name: 'log', url, data }, systemClock, silentLogger);
  const client = new LogClient(host);
  const kinds: string[] = [];
  const isKind = (...wanted: string[]): boolean => wanted.includes(client.state?.kind ?? '');
  client.changed.on(({ kind }) => void (kinds.at(-1) === kind || kinds.push(kind)));
  await host.start();
  client.names(
    [[1, 'device 1']],
    TAGS.map((tag) => [tag, `tag ${tag}`] as const),
  );

  const disk = folderDisk(logFolder);
  const reader = new LogReader(disk);
  const got = new Set<number>();
  const gaps: { fromUs: number; toUs: number }[] = [];
  let readPoints = 0;
  client.advanced.on((head) => {
    for (let record = reader.next(head); record; record = reader.next(head)) {
      if (record.kind === 'gap') gaps.push(record.gap);
      else {
        got.add(record.batch.receivedUs);
        readPoints += record.batch.count;
      }
    }
  });

  const sent: number[] = [];
  let n = 0;
  let lastMs = systemClock.monoMs();
  let longestPauseMs = 0;
  let mostUsedBytes = 0;
  const produce = systemClock.every(5, () => {
    longestPauseMs = Math.max(longestPauseMs, systemClock.monoMs() - lastMs);
    lastMs = systemClock.monoMs();
    const us = Math.max(systemClock.wallUs(), (sent.at(-1) ?? 0) + 1);
    sent.push(us);
    client.append(counterFrame(1, TAGS, n++, us), TAGS.length);
    if (n % 20 === 0)
      mostUsedBytes = Math.max(
        mostUsedBytes,
        disk.segments().reduce((sum, { bytes }) => sum + bytes, 0),
      );
  });
  const ballast = (): number => disk.sizeOf('ballast') ?? 0;
  await until('the ballast', () => ballast() === FULL_DISK_SETTINGS.ballastBytes);
  const ballastBefore = ballast();
  await until('a log in use', () => client.counts.accepted > 300_000 && isKind('ok', 'near-full', 'dropping'));

  const filledMs = systemClock.monoMs();
  let ballastWhileFull = 0;
  let msToFull = Number.POSITIVE_INFINITY;
  while (systemClock.monoMs() - filledMs < 8_000) {
    fill(neighbour);
    if (isKind('full')) msToFull = Math.min(msToFull, systemClock.monoMs() - filledMs);
    ballastWhileFull = ballast();
    await systemClock.sleep(10);
  }
  rmSync(neighbour);
  const msToNormal = await until('normal again', () => isKind('ok'));
  const msToBallast = await until('the ballast again', () => ballast() === FULL_DISK_SETTINGS.ballastBytes);

  produce.dispose();
  await until('everything answered', () => client.counts.pending === 0);
  await systemClock.sleep(1_500);
  const droppedPoints = client.state!.droppedPoints;
  await host.dispose();
  const isTold = (us: number): boolean => gaps.some(({ fromUs, toUs }) => us > fromUs && us <= toUs);
  const unexplained = sent.filter((us) => !got.has(us) && !isTold(us)).length;
  const { missingPoints } = reader;
  reader.close();
  const report: FullDiskReport = {
    kinds,
    msToFull,
    msToNormal,
    msToBallast,
    ballastBefore,
    ballastWhileFull,
    longestPauseMs,
    mostUsedBytes,
    counts: client.counts,
    totalPoints: client.head!.totalPoints,
    droppedPoints,
    readPoints,
    missingPoints,
    unexplained,
    restarts: host.restarts,
  };
  await client.dispose();
  return report;
}

const [, script, folder] = process.argv;
if (script?.endsWith('full-disk-engine.ts') && folder !== undefined)
  process.stdout.write(`${JSON.stringify(await main(folder))}\n`);
