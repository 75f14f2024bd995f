import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JobView } from '../../../src-shared/contract/jobs.ts';
import type { StoredTarget } from '../../deploy/target-store.ts';
import type { JobList } from '../jobs/job-list.ts';
import { deployFolder } from './deploy-folder.ts';
import type { DeployParts } from './deploy-parts.ts';
import { filesForTarget, packageFor, type Reasoned } from './package-of.ts';

/** Writes the package of a revision for a target as the file of a job, to be carried there. */
export function packToFile(
  parts: DeployParts,
  jobs: JobList,
  target: StoredTarget,
  about: Reasoned & { readonly revision: number },
): JobView {
  const title = `Package of revision ${about.revision} for ${target.name}`;
  return jobs.start({ kind: 'deploy-pack', title, actor: about.author }, async ({ id }) => {
    const files = await filesForTarget(parts.editor, target, about.revision);
    const bytes = await packageFor(parts, target, files, about);
    const folder = join(deployFolder(parts.folder), 'packages');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, id);
    await writeFile(path, bytes, { mode: 0o600 });
    const name = `${target.name.replaceAll(/[^\w.-]/g, '_')}-r${about.revision}.nxp`;
    const actor = { kind: 'user', id: about.author, name: about.author, roles: [] } as const;
    await parts.record({
      action: 'deploy.packed',
      actor,
      object: target.name,
      after: about.revision,
      reason: about.comment,
      result: 'ok',
      interface: 'ui',
    });
    return { text: `${files.size} files, signed.`, file: { path, name, bytes: bytes.length } };
  });
}
