/*
 * A log in a folder of a small file system, values that keep coming, and another program that fills the disk and goes
 * away again. Prints what happened as one line of JSON.
 *
 * node full-disk-log.ts <folder on a file system of its own> <seconds that the disk is full>
 */
import { join } from 'node:path';
import { systemClock } from '../../../src-main/kernel/clock.ts';
import { HostSupervisor } from '../../../src-main/kernel/host-supervisor.ts';
import { silentLogger } from '../../../src-main/kernel/logger.ts';
import { counterFrame } from '../../../src-main/log/counter-frame.ts';
import { LogClient } from '../../../src-main/log/log-client.ts';
import { folderDisk } from '../../../src-main/log/log-disk.ts';
import type { LogHostData } from '../../../src-main/log/log-messages.ts';
import { LogReader } from '../../../src-main/log/log-reader.ts';
import { GreedyNeighbour } from './greedy-neighbour.ts';

const MIB = 1024 * 1024;
const SETTINGS = {
  segmentBytes: MIB,
  queueBytes: MIB,
  budgetBytes: 24 * MIB,
  ballastBytes: 4 * MIB,
  lowDiskBytes: 8 * MIB,
} as const satisfies Partial<LogHostData>;

/** What the campaign judges. */
export interface FullDiskLog {
  /** Kinds of state in the order in which they came. */
  readonly kinds: readonly string[];
  readonly msToFull: number;
  readonly msToNormal: number;
  readonly msToBallast: number;
  readonly wantedBallast: number;
  readonly allowedBytes: number;
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

async function main(folder: string, seconds: number): Promise<FullDiskLog> {
  const logFolder = join(folder, 'log');
  const neighbour = new GreedyNeighbour(join(folder, 'neighbour'));
  const data = (): LogHostData => ({ folder: logFolder, ...SETTINGS });
  const url = new URL('../../../src-main/entry/log-host.ts', import.meta.url);
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
  await until('the ballast', () => ballast() === SETTINGS.ballastBytes);
  const ballastBefore = ballast();
  await until('a log in use', () => client.counts.accepted > 300_000 && isKind('ok', 'near-full', 'dropping'));

  const filledMs = systemClock.monoMs();
  let ballastWhileFull = 0;
  let msToFull = Number.POSITIVE_INFINITY;
  while (systemClock.monoMs() - filledMs < seconds * 1_000) {
    neighbour.fill();
    if (isKind('full')) msToFull = Math.min(msToFull, systemClock.monoMs() - filledMs);
    ballastWhileFull = ballast();
    await systemClock.sleep(10);
  }
  neighbour.dispose();
  const msToNormal = await until('normal again', () => isKind('ok'));
  const msToBallast = await until('the ballast again', () => ballast() === SETTINGS.ballastBytes);

  produce.dispose();
  await until('everything answered', () => client.counts.pending === 0);
  await systemClock.sleep(1_500);
  const droppedPoints = client.state!.droppedPoints;
  await host.dispose();
  const isTold = (us: number): boolean => gaps.some(({ fromUs, toUs }) => us > fromUs && us <= toUs);
  const unexplained = sent.filter((us) => !got.has(us) && !isTold(us)).length;
  const { missingPoints } = reader;
  reader.close();
  const report: FullDiskLog = {
    kinds,
    msToFull,
    msToNormal,
    msToBallast,
    wantedBallast: SETTINGS.ballastBytes,
    allowedBytes: SETTINGS.budgetBytes + SETTINGS.segmentBytes,
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

const [folder, seconds] = process.argv.slice(2);
process.stdout.write(`${JSON.stringify(await main(folder!, Number(seconds)))}\n`);
