import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { isMap, isSeq, type YAMLMap } from 'yaml';
import { CONFIG_FILE } from './project-layout.ts';
import { writeAtomic } from './write-atomic.ts';
import type { YamlFile } from './yaml-file.ts';

/**
 * Writes a `uid` where the project, a device or a tag has none yet, keeping comments and order. It stands right after
 * the id, so that a person who copies a tag sees that it must be changed with it.
 *
 * @returns true when a file was written.
 */
export async function assignUids(folder: string, files: readonly YamlFile[]): Promise<boolean> {
  let changed = false;
  for (const { file, document } of files) {
    const root = document.contents;
    if (!isMap(root)) continue;
    const owners = file === CONFIG_FILE ? [root.get('project')] : [root, ...tagsOf(root)];
    const missing = owners.filter((owner): owner is YAMLMap => isMap(owner) && !owner.has('uid'));
    if (missing.length === 0) continue;
    for (const owner of missing) {
      const pair = document.createPair('uid', randomUUID());
      owner.items.splice(Math.min(1, owner.items.length), 0, pair);
    }
    await writeAtomic(join(folder, file), document.toString({ lineWidth: 0 }));
    changed = true;
  }
  return changed;
}

function tagsOf(root: YAMLMap): unknown[] {
  const tags = root.get('tags');
  return isSeq(tags) ? tags.items : [];
}
