import type { Applied, Edit } from '../../project/revisions/project-editor.ts';
import type { DeployParts } from './deploy-parts.ts';
import { targetDrift } from './target-drift.ts';
import type { TargetLink } from './target-link.ts';

/** Takes files as a gateway has them into the workspace; one that it no longer has is removed here too. */
export async function takeTheirs(
  parts: Pick<DeployParts, 'editor'>,
  link: TargetLink,
  paths: readonly string[],
  edit: Edit,
): Promise<Applied> {
  const items = (await targetDrift(parts, link)).filter(({ path }) => paths.includes(path));
  const changes = new Map(items.map(({ path, theirs }) => [path, theirs ?? undefined]));
  return await parts.editor.change(() => changes, edit);
}
