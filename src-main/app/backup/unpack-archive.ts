import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { formatByteSize } from '../../../src-shared/domain/byte-size.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { throwIfCancelled } from './backup-fault.ts';
import { readTar } from './read-tar.ts';

const MOST_FILES = 1_000_000;
/** Nothing of ours packs so well; an archive that does was made to fill a disk. */
const MOST_RATIO = 500;
const MIN_BYTES = 64 * 1024 * 1024;
/** Left free for whoever shares the disk. */
const SPARE_BYTES = 64 * 1024 * 1024;

export interface Unpacked {
  readonly files: number;
  readonly bytes: number;
}

/**
 * Unpacks an archive into a folder of its own, each file below it: links, devices and names that lead elsewhere end it,
 * and so does an archive that unpacks to more than the disk has room for or than a backup can be.
 *
 * @throws NexusError NX_BACKUP, NX_CANCELLED; what was unpacked is the caller's to remove.
 */
export async function unpackArchive(archive: string, to: string, signal: AbortSignal): Promise<Unpacked> {
  let packed = 0;
  const file = createReadStream(archive);
  file.on('data', (chunk) => (packed += chunk.length));
  const gunzip = createGunzip();
  const fed = pipeline(file, gunzip, { signal }).catch(() => undefined);
  let files = 0;
  let bytes = 0;
  const { bavail, bsize } = await statfs(to);
  const room = bavail * bsize - SPARE_BYTES;
  const count = (size: number, name: string): void => {
    throwIfCancelled(signal);
    bytes += size;
    if (bytes > room) throw refused(`it needs more than the ${formatByteSize(room)} that are free in ${to}`);
    if (bytes > Math.max(MIN_BYTES, packed * MOST_RATIO))
      throw refused(`“${shown(name)}” unpacks to more than ${MOST_RATIO} times its size, which no backup does`);
  };
  try {
    for await (const { name, kind, content } of readTar(gunzip as AsyncIterable<Uint8Array>)) {
      const path = placeOf(name);
      if (path === '') continue;
      if (kind === 'other') throw refused(`“${shown(name)}” is a link or a device`);
      if (++files > MOST_FILES) throw refused(`it holds more than ${MOST_FILES.toLocaleString('en')} files`);
      const target = join(to, path);
      await mkdir(kind === 'folder' ? target : dirname(target), { recursive: true, mode: 0o700 });
      if (kind === 'folder') continue;
      const counted = async function* (): AsyncGenerator<Uint8Array> {
        for await (const part of content) {
          count(part.length, name);
          yield part;
        }
      };
      await pipeline(Readable.from(counted()), createWriteStream(target, { flags: 'wx', mode: 0o600 }));
    }
  } catch (error) {
    throwIfCancelled(signal);
    if (error instanceof NexusError) throw error;
    const seen = (error as NodeJS.ErrnoException).code ?? String(error);
    throw refused(`it could not be unpacked (${seen})`);
  } finally {
    gunzip.destroy();
    await fed;
  }
  return { files, bytes };
}

/** The path below the folder; empty for the folder itself. @throws NexusError NX_BACKUP for one that leads elsewhere. */
function placeOf(name: string): string {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  const leadsOut = name.startsWith('/') || parts.includes('..') || /[\\\0]/.test(name) || /^[a-z]:/i.test(name);
  if (leadsOut) throw refused(`“${shown(name)}” leads out of the project`);
  return parts.join('/');
}

const shown = (name: string): string => name.slice(0, 200);
const refused = (why: string): NexusError =>
  new NexusError(
    'NX_BACKUP',
    `The archive is not restored: ${why}. Restore only what backup has made. Nothing was restored.`,
  );
