import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CONFIG_FILE, CONFIG_FOLDERS } from './project-layout.ts';

/** Every configuration file of a project: path below the folder, with `/`, → content. Rising by path. */
export type ProjectText = ReadonlyMap<string, string>;

/** Reads the files as they stand on disk; folders that are missing are empty. */
export async function readProjectText(folder: string): Promise<ProjectText> {
  const paths = [CONFIG_FILE, ...(await Promise.all(CONFIG_FOLDERS.map((name) => yamlFiles(folder, name)))).flat()];
  const texts = await Promise.all(paths.map((path) => readIfThere(join(folder, path))));
  return new Map(
    paths
      .map((path, index) => [path, texts[index]] as const)
      .filter((entry): entry is [string, string] => entry[1] !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** The same files with some of them replaced, added or (undefined) removed. */
export function withChanges(text: ProjectText, changes: ReadonlyMap<string, string | undefined>): ProjectText {
  const next = new Map(text);
  for (const [path, content] of changes) {
    if (content === undefined) next.delete(path);
    else next.set(path, content);
  }
  return new Map([...next].sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function yamlFiles(folder: string, name: string): Promise<string[]> {
  const names = await readdir(join(folder, name)).catch(orNothing([]));
  return names.filter((file) => file.endsWith('.yaml')).map((file) => `${name}/${file}`);
}

function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(orNothing(undefined));
}

const orNothing =
  <T>(nothing: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (error.code === 'ENOENT') return nothing;
    throw error;
  };
