import { randomUUID } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import { writeAtomic } from '../kernel/write-atomic.ts';
import { CONFIG_FILE, DEVICES_FOLDER, STATE_FOLDER } from './project-layout.ts';

export interface NewProject {
  readonly name: string;
  readonly mode: 'live' | 'demo';
  readonly login: 'required' | 'token' | 'off';
}

/**
 * Makes a project in a folder that is empty or does not exist yet.
 * @throws NexusError NX_PROJECT_IMPORT when the folder holds something else.
 */
export async function createProject(folder: string, project: NewProject): Promise<void> {
  await mkdir(join(folder, DEVICES_FOLDER), { recursive: true });
  const others = (await readdir(folder)).filter((name) => name !== DEVICES_FOLDER && name !== STATE_FOLDER);
  if (others.length > 0) {
    const text = `${folder} holds other files (${others.slice(0, 3).join(', ')}). Name an empty folder. Nothing was written.`;
    throw new NexusError('NX_PROJECT_IMPORT', text, { folder });
  }
  const config = {
    schema_version: 1,
    project: { name: project.name, uid: randomUUID(), mode: project.mode },
    access: { login: project.login },
    mqtt: { enabled: true },
  };
  await writeFile(join(folder, '.gitignore'), `${STATE_FOLDER}/\n`);
  await writeAtomic(join(folder, CONFIG_FILE), stringify(config));
}
