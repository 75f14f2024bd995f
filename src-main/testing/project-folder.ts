import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface ProjectFolder {
  readonly path: string;
  write(file: string, text: string): Promise<void>;
  remove(): Promise<void>;
}

/** A project in a folder of its own below the temporary folder. */
export async function givenProjectFolder(files: Readonly<Record<string, string>> = {}): Promise<ProjectFolder> {
  const path = await mkdtemp(join(tmpdir(), 'nexus-project-'));
  const write = async (file: string, text: string): Promise<void> => {
    await mkdir(dirname(join(path, file)), { recursive: true });
    await writeFile(join(path, file), text);
  };
  for (const [file, text] of Object.entries(files)) await write(file, text);
  return { path, write, remove: () => rm(path, { recursive: true, force: true }) };
}
