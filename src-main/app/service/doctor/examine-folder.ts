import { randomUUID } from 'node:crypto';
import { lstat, open, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { formatByteSize, parseByteSize } from '../../../../src-shared/domain/byte-size.ts';
import type { NexusConfig } from '../../../project/config/nexus-config.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

/** `statfs` names file systems by these numbers. What is in memory, or on a server, promises less than a disk. */
const FILE_SYSTEMS: ReadonlyMap<number, string> = new Map([
  [0x01021994, 'tmpfs'],
  [0x858458f6, 'ramfs'],
  [0x6969, 'NFS'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB'],
  [0x65735546, 'FUSE'],
  [0x01021997, '9p'],
]);
const IN_MEMORY = new Set(['tmpfs', 'ramfs']);
const SYNCS = 20;
const SLOW_MS = 50;
/** A disk does not bring 4 KiB into safety in less, unless something does not tell the truth. */
const TOO_FAST_MS = 0.01;
const OTHERS_WRITE = 0o022;

/** The project folder: whose it is, how much room there is, and how long its disk takes to keep something. */
export async function examineFolder(folder: string, config: NexusConfig | undefined): Promise<readonly Finding[]> {
  return [...(await examineRights(folder)), await examineRoom(folder, config), ...(await examineDisk(folder))];
}

async function examineRights(folder: string): Promise<readonly Finding[]> {
  const { mode, uid } = await stat(folder);
  const found: Finding[] = [];
  if ((await lstat(folder)).isSymbolicLink())
    found.push(
      warn('folder', `${folder} is a link`, 'Name the folder itself, so that nobody can put another one in its place.'),
    );
  if (process.platform === 'win32') return found;
  const own = process.getuid?.();
  if ((mode & OTHERS_WRITE) !== 0)
    found.push(warn('folder', `others may write into ${folder}`, `Run: chmod go-w ${folder}`));
  if (own !== undefined && own !== 0 && own !== uid)
    found.push(warn('folder', `it belongs to another user (${uid})`, 'Run the doctor as the user of the service.'));
  return found.length > 0 ? found : [ok('folder', `${folder} belongs to its user alone`)];
}

async function examineRoom(folder: string, config: NexusConfig | undefined): Promise<Finding> {
  const { bavail, bsize, blocks } = await statfs(folder);
  const free = bavail * bsize;
  const text = `${formatByteSize(free)} of ${formatByteSize(blocks * bsize)} free`;
  const budget = parseByteSize(config?.buffer.budget ?? '2GiB')!;
  if (free >= budget) return ok('disk room', text);
  const need = `the log may take ${formatByteSize(budget)}`;
  return free < budget / 4
    ? fail('disk room', `${text}; ${need}`, 'Make room, or lower buffer.budget.')
    : warn('disk room', `${text}; ${need}`, 'Make room, or lower buffer.budget.');
}

/** What the log does with every group of points: write, then wait until it is safe. */
async function examineDisk(folder: string): Promise<readonly Finding[]> {
  const path = join(folder, `.doctor-${randomUUID()}.tmp`);
  const kind = FILE_SYSTEMS.get((await statfs(folder)).type);
  const found: Finding[] = [];
  if (kind !== undefined && IN_MEMORY.has(kind))
    found.push(fail('file system', `${kind}: gone with the next power cut`, 'Put the project on a disk.'));
  else if (kind !== undefined)
    found.push(
      warn(
        'file system',
        `${kind}: whether it syncs is up to somebody else`,
        'Put the project on a disk of this computer.',
      ),
    );
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      const times: number[] = [];
      for (let turn = 0; turn < SYNCS; turn++) {
        const startMs = performance.now();
        await file.write(Buffer.alloc(4_096, turn), 0, 4_096, turn * 4_096);
        await file.datasync();
        times.push(performance.now() - startMs);
      }
      found.push(syncFinding(times));
    } finally {
      await file.close();
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    found.push(
      fail('disk', `it cannot be written (${code ?? 'unknown'})`, 'Give the folder to the user of the service.'),
    );
  } finally {
    await rm(path, { force: true });
  }
  return found;
}

export function syncFinding(times: readonly number[]): Finding {
  const sorted = [...times].sort((a, b) => a - b);
  const [median, worst] = [sorted[Math.floor(sorted.length / 2)]!, sorted.at(-1)!];
  const text = `a sync takes ${median.toFixed(2)} ms, at worst ${worst.toFixed(1)} ms`;
  if (median > SLOW_MS)
    return warn('disk', text, 'Points wait that long before they are safe. Use a better disk or card.');
  if (median < TOO_FAST_MS)
    return warn('disk', text, 'No disk is that fast: it may lie about syncing. Look at its write cache.');
  return ok('disk', text);
}
