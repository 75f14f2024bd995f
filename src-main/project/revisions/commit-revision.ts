import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { crashPoint } from '../../kernel/crash-point.ts';
import { syncFolder, writeAtomic } from '../../kernel/write-atomic.ts';
import { type ProjectText, readProjectText } from '../project-text.ts';
import type { Revision, RevisionStore } from './revision-store.ts';

/**
 * Makes `text` the state of the project folder and numbers it. Whole or not at all: contents and intent are on the
 * medium first, then the files; a crash in between is finished at the next start (`recoverRevision`).
 */
export async function commitRevision(
  folder: string,
  store: RevisionStore,
  text: ProjectText,
  about: Omit<Revision, 'number' | 'files'>,
): Promise<Revision> {
  const revision = await store.begin(text, about);
  await writeFiles(folder, text);
  await store.finish(revision);
  crashPoint('config.afterNumber');
  return revision;
}

/** Finishes what a crash left half done. @returns the revision that was finished. */
export async function recoverRevision(folder: string, store: RevisionStore): Promise<Revision | undefined> {
  const revision = await store.pending();
  if (!revision) return undefined;
  await writeFiles(folder, await store.text(revision));
  await store.finish(revision);
  return revision;
}

/** Writes what differs and removes what is no more. */
async function writeFiles(folder: string, text: ProjectText): Promise<void> {
  const present = await readProjectText(folder);
  for (const [path, content] of text) {
    if (present.get(path) === content) continue;
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeAtomic(join(folder, path), content);
  }
  for (const path of present.keys()) {
    if (text.has(path)) continue;
    await rm(join(folder, path), { force: true });
    await syncFolder(dirname(join(folder, path)));
  }
}
