import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { DEPLOYED_PATH } from '../../deploy/package-manifest.ts';
import type { Applied, Edit, ProjectEditor } from '../../project/revisions/project-editor.ts';
import { changesTo } from './deployed-files.ts';

/** The deployed files as a revision of the gateway's own project has them. @throws NexusError NX_NOT_FOUND */
export async function filesOfRevision(editor: ProjectEditor, number: number): Promise<ReadonlyMap<string, string>> {
  const revision = (await editor.revisions()).find((known) => known.number === number);
  if (!revision)
    throw new NexusError('NX_NOT_FOUND', `Revision ${number} of this gateway is no longer kept.`, { revision: number });
  const files = new Map<string, string>();
  for (const path of Object.keys(revision.files))
    if (DEPLOYED_PATH.test(path)) files.set(path, (await editor.fileOf(revision, path))!);
  return files;
}

/**
 * Takes the deployed files back to a revision; settings that were changed since stay. Files edited by hand meanwhile do
 * not stop it: they are part of no revision, and what runs must be known.
 */
export async function restoreFiles(editor: ProjectEditor, number: number, edit: Edit): Promise<Applied | undefined> {
  if (editor.current.revision.number === number) return undefined;
  const files = await filesOfRevision(editor, number);
  try {
    return await editor.change((text) => changesTo(text, files), edit);
  } catch (error) {
    if (!(error instanceof NexusError && error.code === 'NX_REVISION_CONFLICT')) throw error;
    return await editor.restore(number, edit);
  }
}
