import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { writeAtomic } from '../../kernel/write-atomic.ts';
import { CONFIG_FILE, STATE_FOLDER } from '../../project/project-layout.ts';
import { type ProjectText, readProjectText } from '../../project/project-text.ts';
import { type Revision, RevisionStore } from '../../project/revisions/revision-store.ts';
import { throwIfCancelled } from './backup-fault.ts';
import { copyFiles, type Treatment } from './copy-files.ts';

const REVISIONS = `${STATE_FOLDER}/revisions`;
const TRIES = 30;
const PAUSE_MS = 100;

export interface CopiedConfig {
  readonly text: ProjectText;
  /** The newest revision; undefined where no engine has run on the project yet. */
  readonly revision: number | undefined;
  /** A change that was cut off by a crash: whoever starts on the copy finishes it, as on the original. */
  readonly unfinished: Revision | undefined;
}

/**
 * Reads the files of a project as they stand at its newest revision, never half of an apply, and copies the revisions up
 * to it. The files themselves are written by `writeConfig`, last of all.
 *
 * @throws NexusError NX_BACKUP when changes never pause.
 */
export async function copyRevisions(from: string, to: string, signal: AbortSignal): Promise<CopiedConfig> {
  const config = await readBetweenChanges(from, signal);
  // What a revision names never changes: later ones that come while it is copied are left out by their number.
  const treat = (path: string): Treatment => {
    const number = /\/(\d+)\.json$/.exec(path)?.[1];
    const isLater = number !== undefined && Number(number) > (config.revision ?? 0);
    return isLater || path.endsWith('/pending.json') || path.endsWith('.tmp') ? 'skip' : 'copy';
  };
  await copyFiles(from, to, REVISIONS, treat, signal);
  const { unfinished } = config;
  if (unfinished) await writeAtomic(join(to, REVISIONS, 'pending.json'), JSON.stringify(unfinished, undefined, 1));
  return config;
}

async function readBetweenChanges(from: string, signal: AbortSignal): Promise<CopiedConfig> {
  const store = new RevisionStore(join(from, REVISIONS));
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const before = (await store.newest())?.number;
    const text = await readProjectText(from);
    // The announcement of a change stands from before the first file is touched until the revision has its number.
    const unfinished = await store.pending();
    const revision = (await store.newest())?.number;
    const isQuiet = revision === before && (!unfinished || attempt === TRIES);
    if (isQuiet) return { text, revision, unfinished };
    throwIfCancelled(signal);
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
