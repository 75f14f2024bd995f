import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fault } from './check/fault.ts';
import { CONFIG_FILE, CONFIG_FOLDERS } from './project-layout.ts';
import { readConfigFile } from './yaml/read-config-file.ts';

/** Every configuration file of a project: path below the folder, with `/`, → content. Rising by path. */
export interface ProjectText extends ReadonlyMap<string, string> {
  /** Files that are there and hold no text of ours: faults of the project, whatever is done with the rest. */
  readonly refused?: readonly Fault[];
}

/** Reads the files as they stand on disk; folders that are missing are empty. */
export async function readProjectText(folder: string): Promise<ProjectText> {
  const paths = [CONFIG_FILE, ...(await Promise.all(CONFIG_FOLDERS.map((name) => yamlFiles(folder, name)))).flat()];
  const found = await Promise.all(paths.map((path) => readConfigFile(join(folder, path), path)));
  const refused = found.filter((file) => typeof file === 'object');
  return sorted(
    paths.map((path, index) => [path, found[index]] as const).filter((entry) => typeof entry[1] === 'string') as [
      string,
      string,
    ][],
    refused,
  );
}

/** The same files with some of them replaced, added or (undefined) removed. */
export function withChanges(text: ProjectText, changes: ReadonlyMap<string, string | undefined>): ProjectText {
  const next = new Map(text);
  for (const [path, content] of changes) {
    if (content === undefined) next.delete(path);
    else next.set(path, content);
  }
  return sorted([...next], text.refused?.filter((fault) => !changes.has(fault.file)) ?? []);
}

function sorted(entries: readonly (readonly [string, string])[], refused: readonly Fault[]): ProjectText {
  const files = new Map(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return refused.length === 0 ? files : Object.assign(files, { refused });
}

async function yamlFiles(folder: string, name: string): Promise<string[]> {
  const names = await readdir(join(folder, name)).catch(orNothing([]));
  return names.filter((file) => file.endsWith('.yaml')).map((file) => `${name}/${file}`);
}

const orNothing =
  <T>(nothing: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (error.code === 'ENOENT') return nothing;
    throw error;
  };
