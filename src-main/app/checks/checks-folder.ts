import { join } from 'node:path';
import { STATE_FOLDER } from '../../project/project-layout.ts';

/** Where the record of loop checks of a project is. */
export const checksFolder = (project: string): string => join(project, STATE_FOLDER, 'checks');
