import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { atLeast } from '../../benchmark.ts';
import { type Campaign, type Evidence, evidence, none } from '../campaign.ts';
import type { Tier } from '../tier.ts';
import type { FullDiskLog } from './full-disk-log.ts';
import type { FullDiskService } from './full-disk-service.ts';

interface Limits {
  /** How long the disk is full. */
  readonly seconds: number;
  readonly toFullMs: number;
  readonly toNormalMs: number;
}

/** The limits of time that are promised hold on a machine that has nothing else to do; a loaded one is told from a fault. */
const LIMITS: Readonly<Record<Tier, Limits>> = {
  0: { seconds: 8, toFullMs: 5_000, toNormalMs: 10_000 },
  1: { seconds: 8, toFullMs: 5_000, toNormalMs: 10_000 },
  2: { seconds: 60, toFullMs: 2_000, toNormalMs: 5_000 },
  3: { seconds: 600, toFullMs: 2_000, toNormalMs: 5_000 },
};

export const fullDisk: Campaign = {
  name: 'full-disk',
  title: 'A disk of 64 MiB that another program fills',
  rows: [13],
  deadlineS: { 1: 90, 2: 360, 3: 1_800 },
  besideOthers: false,
  missing: () => {
    if (process.platform !== 'linux') return 'a file system of one process is a thing of Linux';
    const { status, stderr } = spawnSync('unshare', ['-rm', 'true'], { encoding: 'utf8' });
    return status === 0 ? undefined : `unshare -rm is not allowed here (${stderr.trim()})`;
  },
  run: async ({ tier }) => {
    const limits = LIMITS[tier];
    const log = onSmallDisk<FullDiskLog>('full-disk-log.ts', limits.seconds);
    if (tier >= 2) await log;
    const service = await onSmallDisk<FullDiskService>('full-disk-service.ts', limits.seconds);
    return {
      evidence: [...evidenceOfService(service, limits), ...evidenceOfLog(await log, limits)],
      work: [
        `${service.accepted} points accepted by the service and ${(await log).counts.accepted} by the log alone; ${service.writesDone} writes were done on the full disk, then ${service.writesRefused.length} refused (${[...new Set(service.writesRefused)].join(', ')})`,
        `events: ${service.storageEvents.toReversed().join(', ')}; states of the log alone: ${(await log).kinds.join(', ')}`,
        ...service.faults,
      ],
    };
  },
};

/** Runs a program of this folder on a file system of 64 MiB that only it can see. @throws what it printed when it fails. */
async function onSmallDisk<T>(program: string, seconds: number): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'nexus-full-disk-'));
  try {
    const script = 'mount -t tmpfs -o size=64m none "$1" && exec "$2" --no-memory-protection-keys "$3" "$1" "$4"';
    const path = fileURLToPath(new URL(program, import.meta.url));
    const command = ['-rm', 'sh', '-c', script, 'sh', folder, process.execPath, path, String(seconds)];
    const { stdout } = await promisify(execFile)('unshare', command, { maxBuffer: 2 ** 24 });
    return JSON.parse(stdout) as T;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function evidenceOfService(found: FullDiskService, { seconds, toFullMs, toNormalMs }: Limits): Evidence[] {
  atLeast(10_000, found.accepted, 'points accepted');
  atLeast(10_000, found.stored, 'samples in the history');
  atLeast(seconds, found.writesDone, 'writes on the full disk');
  atLeast(seconds, found.writesRefused.length, 'writes refused on a disk that is full to the reserve');
  const otherRefusals = found.writesRefused.filter((code) => !code.endsWith('AUDIT_UNAVAILABLE'));
  const isTold = found.storageEvents.includes('storage.full') && found.storageEvents.includes('storage.ok');
  return [
    evidence(13, 'Disk full → the state says so', 'ms', found.msToFull, { atMost: toFullMs }),
    evidence(13, 'Space back → normal', 'ms', found.msToNormal, { atMost: toNormalMs }),
    none(13, 'Accepted samples lost, doubled or outside of every gap', 'tags', found.faults.length),
    none(13, 'Failed polls', 'polls', found.pollsFailed),
    evidence(13, 'Polls of each device while full, at 10 a second', 'polls', found.leastPolls, {
      atLeast: seconds * 5,
    }),
    evidence(13, 'Slowest answer while full', 'ms', found.slowestAnswerMs, { atMost: 2_000 }),
    none(13, 'Refused writes that reached the device', 'writes', found.wrongWrites),
    none(13, 'Writes refused for another reason than AUDIT_UNAVAILABLE', 'writes', otherRefusals.length),
    none(13, 'Done writes that the audit trail does not have', 'writes', found.allDone - found.auditedWrites),
    none(13, 'Audit trails that do not verify', 'trails', Number(!found.isTrailSound)),
    none(13, 'Reserves that are not there again', 'times', Number(!found.hasReservesAgain)),
    none(13, 'Events storage.full and storage.ok missing', 'times', Number(!isTold)),
  ];
}

function evidenceOfLog(found: FullDiskLog, { toFullMs, toNormalMs }: Limits): Evidence[] {
  const { produced, accepted, rejected, pending } = found.counts;
  atLeast(300_000, accepted, 'points accepted by the log');
  atLeast(1, found.droppedPoints, 'points dropped for room');
  atLeast(1, rejected, 'points rejected');
  const wrong = [produced - accepted - rejected, pending, found.totalPoints - accepted];
  const isReleased = found.ballastBefore === found.wantedBallast && found.ballastWhileFull === 0;
  return [
    evidence(13, 'Disk full → state, the log alone', 'ms', found.msToFull, { atMost: toFullMs }),
    evidence(13, 'Space back → normal, the log alone', 'ms', found.msToNormal, { atMost: toNormalMs }),
    none(13, 'Points of the log alone that nobody counted', 'points', Math.max(...wrong.map(Math.abs))),
    none(
      13,
      'Accepted points that a sink neither got nor counts',
      'points',
      accepted - found.readPoints - found.missingPoints,
    ),
    none(13, 'Batches that a sink neither got nor was told of', 'batches', found.unexplained),
    none(13, 'Ballast not given up', 'times', Number(!isReleased)),
    evidence(
      13,
      'Most that the log took of its budget and a segment',
      'share',
      found.mostUsedBytes / found.allowedBytes,
      { atMost: 1 },
    ),
    none(13, 'Ends of the log host', 'times', found.restarts),
  ];
}
