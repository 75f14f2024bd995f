import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { writeAtomic } from '../../kernel/write-atomic.ts';
import { STATE_FOLDER } from '../../project/project-layout.ts';

/** Below the folder of a backup. */
export const CARRIED_FOLDER = `${STATE_FOLDER}/backup`;
const MANIFEST = `${CARRIED_FOLDER}/manifest.json`;
export const CARRIED_FILE = `${CARRIED_FOLDER}/history.parquet`;

const time = z.iso.datetime();
const CarriedHistory = z.object({
  file: z.literal(CARRIED_FILE),
  /** The points of `[from, to)`. */
  from: time,
  to: time,
  tags: z.int().min(0),
  points: z.int().min(0),
  bytes: z.int().min(0),
  sha256: z.string(),
});
/** History of a database that a backup carries as a file. */
export type CarriedHistory = z.output<typeof CarriedHistory>;

const Manifest = z.object({ version: z.literal(1), history: CarriedHistory });

export async function writeManifest(folder: string, history: CarriedHistory): Promise<void> {
  const manifest: z.output<typeof Manifest> = { version: 1, history };
  await writeAtomic(join(folder, MANIFEST), `${JSON.stringify(manifest, undefined, 2)}\n`);
}

/**
 * What the manifest in a folder lists, its file read and compared.
 * @returns undefined where there is none. @throws NexusError NX_BACKUP for a file that is not what was written.
 */
export async function readCarried(folder: string): Promise<CarriedHistory | undefined> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const parsed = Manifest.safeParse(jsonOf(text));
  if (!parsed.success) throw refused(`${MANIFEST} is not one that this version knows`);
  const { history } = parsed.data;
  const found = await sha256Of(join(folder, history.file)).catch(() => undefined);
  if (found === undefined) throw refused(`${history.file} is missing`);
  if (found !== history.sha256) throw refused(`${history.file} is not what was written: its checksum is another`);
  return history;
}

export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const refused = (text: string): NexusError =>
  new NexusError('NX_BACKUP', `${text}. Nothing was restored. Name another backup.`);
