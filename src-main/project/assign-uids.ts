import { randomUUID } from 'node:crypto';
import { isMap, isSeq, type YAMLMap } from 'yaml';
import { CONFIG_FILE, DEVICES_FOLDER } from './project-layout.ts';
import type { YamlFile } from './yaml/yaml-file.ts';

/**
 * Gives a `uid` to the project, to devices and to tags that have none yet, keeping comments and order. It stands right
 * after the id, so that a person who copies a tag sees that it must be changed with it.
 *
 * @returns the files that changed, by path, with their new content.
 */
export function uidsAdded(files: readonly YamlFile[]): ReadonlyMap<string, string> {
  const changed = new Map<string, string>();
  for (const { file, document } of files) {
    const root = document.contents;
    if (!isMap(root)) continue;
    const missing = ownersIn(file, root).filter((owner): owner is YAMLMap => isMap(owner) && !owner.has('uid'));
    if (missing.length === 0) continue;
    for (const owner of missing) {
      const pair = document.createPair('uid', randomUUID());
      owner.items.splice(Math.min(1, owner.items.length), 0, pair);
    }
    changed.set(file, document.toString({ lineWidth: 0 }));
  }
  return changed;
}

function ownersIn(file: string, root: YAMLMap): unknown[] {
  if (file === CONFIG_FILE) return [root.get('project')];
  if (!file.startsWith(`${DEVICES_FOLDER}/`)) return [];
  const tags = root.get('tags');
  return [root, ...(isSeq(tags) ? tags.items : [])];
}
