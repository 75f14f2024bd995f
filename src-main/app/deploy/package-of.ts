import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { StoredTarget } from '../../deploy/target-store.ts';
import { writePackage } from '../../deploy/write-package.ts';
import type { ProjectEditor } from '../../project/revisions/project-editor.ts';
import type { DeployParts } from './deploy-parts.ts';
import { deployedFiles, deviceOfPath } from './deployed-files.ts';
import { filesOfRevision } from './restore-files.ts';

/** Why, and by whom. */
export interface Reasoned {
  readonly author: string;
  readonly comment: string;
}

/** The files of a revision of the workspace that a target gets. @throws NexusError NX_NOT_FOUND */
export async function filesForTarget(
  editor: ProjectEditor,
  { devices }: Pick<StoredTarget, 'devices'>,
  revision: number,
): Promise<ReadonlyMap<string, string>> {
  const all =
    revision === editor.current.revision.number
      ? deployedFiles(editor.current.project.text)
      : await filesOfRevision(editor, revision);
  if (devices === null) return all;
  const known = new Set([...all.keys()].map(deviceOfPath));
  const unknown = devices.filter((id) => !known.has(id));
  if (unknown.length > 0) {
    const text = `Revision ${revision} has no device ${unknown.join(', ')}, which this target is to get. Choose its devices again.`;
    throw new NexusError('NX_NOT_FOUND', text, { devices: unknown });
  }
  return new Map([...all].filter(([path]) => devices.includes(deviceOfPath(path) ?? '') || !deviceOfPath(path)));
}

/** Makes the signed package of these files for a target. */
export async function packageFor(
  parts: Pick<DeployParts, 'editor' | 'targets' | 'key' | 'clock' | 'name' | 'version'>,
  target: Pick<StoredTarget, 'id'>,
  files: ReadonlyMap<string, string>,
  { revision, author, comment }: Reasoned & { readonly revision: number },
): Promise<Buffer> {
  const { editor, targets, key, clock, name, version } = parts;
  const madeMs = Math.round(clock.wallUs() / 1_000);
  const about = {
    project: editor.current.project.config.project.name,
    ...{ revision, author, comment, madeMs, version },
    counter: await targets.nextCounter(madeMs),
    target: target.id,
    node: name,
  };
  return writePackage(files, about, key);
}
