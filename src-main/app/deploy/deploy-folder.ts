import { join } from 'node:path';
import { STATE_FOLDER } from '../../project/project-layout.ts';

/** What deploys keep for a project: keys, targets, pairings, the trial that runs. */
export const deployFolder = (project: string): string => join(project, STATE_FOLDER, 'deploy');
