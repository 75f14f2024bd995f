import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { CONFIG_FILE } from './project-layout.ts';
import { writeAtomic } from './write-atomic.ts';

/** Changes `project.mode` in nexus.yaml and leaves the rest of the file as it is. */
export async function setProjectMode(folder: string, mode: 'live' | 'demo'): Promise<void> {
  const path = join(folder, CONFIG_FILE);
  const document = parseDocument(await readFile(path, 'utf8'));
  document.setIn(['project', 'mode'], mode);
  await writeAtomic(path, document.toString({ lineWidth: 0 }));
}
