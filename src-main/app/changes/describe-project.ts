import type { ProjectChanges } from '../../../src-shared/contract/project-changes.ts';
import { describeChanges } from '../../project/changes/describe-changes.ts';
import type { CheckedDevice } from '../../project/check/check-device.ts';
import type { CheckedProject } from '../../project/check/check-project.ts';
import type { EngineParts } from '../engine-parts.ts';
import { deviceLoad } from './device-load.ts';
import { projectUses } from './project-uses.ts';

type Compared = Pick<CheckedProject, 'config' | 'devices'>;
type Places = Pick<EngineParts, 'plant' | 'watchTables' | 'savedTrends' | 'checks'>;

/** What differs between two states of the project and what follows from it here: load, topics, what shows its tags. */
export async function describeProject(parts: Places, before: Compared, after: Compared): Promise<ProjectChanges> {
  const uses = await projectUses(parts);
  return describeChanges(before, after, { uses, load: (device: CheckedDevice) => deviceLoad(parts, device) });
}
