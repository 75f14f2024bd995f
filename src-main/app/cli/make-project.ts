import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createProject, type NewProject } from '../../project/create-project.ts';
import { CONFIG_FILE } from '../../project/project-layout.ts';

/** Makes a project in a folder that holds none. @returns true when it was made now. */
export async function makeWhereNone(folder: string, project: NewProject): Promise<boolean> {
  const exists = await stat(join(folder, CONFIG_FILE)).then(
    () => true,
    () => false,
  );
  if (!exists) await createProject(folder, project);
  return !exists;
}
