import { spawn } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';

/**
 * Packs a folder into one compressed archive, reads it back and compares its length. The archive is made by `tar`, which
 * every system has that we run on; nothing of the names goes through a shell.
 *
 * @throws NexusError NX_BACKUP when there is no `tar` or the archive is not what went in.
 */
export async function packFolder(folder: string, file: string, signal: AbortSignal): Promise<number> {
  const tar = spawn('tar', ['-cf', '-', '-C', folder, '.'], { stdio: ['ignore', 'pipe', 'pipe'], signal });
  let complaint = '';
  tar.stderr.on('data', (text: Buffer) => (complaint = `${complaint}${text.toString()}`.slice(0, 500)));
  const ended = new Promise<string | undefined>((resolve) => {
    tar.on('error', (error) => resolve(error.message));
    tar.on('close', (code) => resolve(code === 0 ? undefined : complaint.trim() || `it ended with ${code}`));
  });
  let packed = 0;
  tar.stdout.on('data', (chunk: Buffer) => (packed += chunk.length));
  try {
    await pipeline(tar.stdout, createGzip({ level: 1 }), createWriteStream(file, { flags: 'wx', mode: 0o600 }));
    const why = await ended;
    if (why !== undefined) {
      const text = `tar could not pack the backup (${why}). Name a folder instead of a file with --out.`;
      throw new NexusError('NX_BACKUP', text);
    }
    const unpacked = await unpackedBytes(file);
    if (unpacked !== packed || packed === 0) {
      const text = `${file} holds ${unpacked} of ${packed} bytes. Check its disk and make the backup again.`;
      throw new NexusError('NX_BACKUP', text);
    }
  } catch (error) {
    tar.kill();
    await rm(file, { force: true });
    throw error;
  }
  return await syncedSize(file);
}

/** Reading to the end checks the sum that gzip keeps of its content. */
async function unpackedBytes(file: string): Promise<number> {
  let bytes = 0;
  await pipeline(createReadStream(file), createGunzip(), async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) bytes += chunk.length;
  });
  return bytes;
}

async function syncedSize(path: string): Promise<number> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
    return (await file.stat()).size;
  } finally {
    await file.close();
  }
}
