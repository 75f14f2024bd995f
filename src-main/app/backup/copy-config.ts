import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { CONFIG_FILE, STATE_FOLDER } from '../../project/project-layout.ts';
import { type ProjectText, readProjectText } from '../../project/project-text.ts';
import { RevisionStore } from '../../project/revisions/revision-store.ts';
import { writeAtomic } from '../../project/write-atomic.ts';
import { copyFiles } from './copy-files.ts';

const REVISIONS = `${STATE_FOLDER}/revisions`;
const TRIES = 20;
const PAUSE_MS = 250;

export interface CopiedConfig {
  readonly text: ProjectText;
  /** The newest revision; undefined where no engine has run on the project yet. */
  readonly revision: number | undefined;
}

/**
 * Copies the revisions of a project, and reads its files as they stand at the newest one: never half of an apply.
 * The files themselves are written by `writeConfig`, last of all.
 *
 * @throws NexusError NX_BACKUP when changes never pause.
 */
export async function copyRevisions(from: string, to: string, signal: AbortSignal): Promise<CopiedConfig> {
  const store = new RevisionStore(join(from, REVISIONS));
  const mark = async (): Promise<string> => {
    const [newest, pending] = [await store.newest(), await store.pending()];
    return pending ? `pending ${Math.random()}` : `revision ${newest?.number}`;
  };
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const before = await mark();
    const text = await readProjectText(from);
    await rm(join(to, REVISIONS), { recursive: true, force: true });
    await copyFiles(from, to, REVISIONS, (path) => (path.endsWith('.tmp') ? 'skip' : 'copy'), signal);
    if ((await mark()) === before) return { text, revision: (await store.newest())?.number };
    await sleep(PAUSE_MS, undefined, { signal }).catch(() => {});
  }
  const why = `The configuration changed each of the ${TRIES} times it was read. Make the backup when nobody applies changes.`;
  throw new NexusError('NX_BACKUP', why);
}

/** Writes the files; `nexus.yaml`, which makes a folder a project, last: a backup that was cut off is none. */
export async function writeConfig(to: string, text: ProjectText): Promise<void> {
  const paths = [...text.keys()].filter((path) => path !== CONFIG_FILE);
  for (const path of [...paths, CONFIG_FILE]) {
    await mkdir(dirname(join(to, path)), { recursive: true, mode: 0o700 });
    await writeAtomic(join(to, path), text.get(path)!);
  }
}
