import type { DriftItem } from '../../../src-shared/contract/deploy-views.ts';
import type { DeployParts } from './deploy-parts.ts';
import { hashesOf } from './deployed-files.ts';
import { filesForTarget } from './package-of.ts';
import type { TargetLink } from './target-link.ts';
import { theirFiles } from './their-files.ts';

/** Three ways: what was deployed, what the workspace has, what the gateway has. Files that are the same in all are left out. */
export async function targetDrift({ editor }: Pick<DeployParts, 'editor'>, link: TargetLink): Promise<DriftItem[]> {
  const state = await link.ask();
  const mine = await filesForTarget(editor, link.target, editor.current.revision.number);
  const theirs = await theirFiles(link, state, mine);
  const base = await deployedBefore(editor, link, state.deployed?.revision);
  const [myHashes, theirHashes] = [hashesOf(mine), hashesOf(theirs)];
  const paths = [...new Set([...mine.keys(), ...theirs.keys(), ...Object.keys(state.deployedFiles)])].sort();
  return paths.flatMap((path): DriftItem[] => {
    const deployed = state.deployedFiles[path];
    const isTheirs = theirHashes[path] !== deployed;
    const isMine = myHashes[path] !== deployed;
    if ((!isTheirs && !isMine) || myHashes[path] === theirHashes[path]) return [];
    return [
      {
        path,
        changed: isTheirs ? (isMine ? 'both' : 'theirs') : 'mine',
        base: base.get(path) ?? null,
        mine: mine.get(path) ?? null,
        theirs: theirs.get(path) ?? null,
      },
    ];
  });
}

/** As the workspace had them then; a revision that is no longer kept leaves the middle out. */
async function deployedBefore(
  editor: DeployParts['editor'],
  { target }: TargetLink,
  revision: number | undefined,
): Promise<ReadonlyMap<string, string>> {
  if (revision === undefined) return new Map();
  return await filesForTarget(editor, target, revision).catch(() => new Map<string, string>());
}
