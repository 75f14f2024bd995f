import type { Logger } from '../../kernel/logger.ts';
import type { ProjectEditor } from '../../project/revisions/project-editor.ts';

/** Says loudly that what runs is not what stands in the files of the project, and every fault that is why. */
export function tellFallback({ faultsOnDisk, current }: ProjectEditor, logger: Logger): void {
  if (!faultsOnDisk) return;
  logger.error('the files of the project have faults, and its newest revision runs in their place', {
    code: faultsOnDisk.code,
    revision: current.revision.number,
  });
  for (const line of faultsOnDisk.text.split('\n')) if (line.trim() !== '') logger.error(line);
}
