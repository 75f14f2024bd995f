import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { Disposable } from '../kernel/lifetime.ts';
import { STATE_FOLDER } from './project-layout.ts';

/**
 * Keeps a second engine away from a project. The lock is an open write transaction on a small SQLite file, so that
 * the operating system lets go of it however the process ends; a file with a process id would outlive a kill.
 *
 * @throws NexusError NX_PROJECT_LOCKED while another engine holds it.
 */
export async function lockProject(folder: string): Promise<Disposable> {
  await mkdir(join(folder, STATE_FOLDER), { recursive: true });
  const database = new DatabaseSync(join(folder, STATE_FOLDER, 'lock'));
  try {
    database.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
  } catch (cause) {
    database.close();
    const text = `Another engine runs on the project in ${folder}. Stop it or use another folder.`;
    throw new NexusError('NX_PROJECT_LOCKED', text, { folder }, { cause });
  }
  return { dispose: () => database.close() };
}
