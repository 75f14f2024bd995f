import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { formatFault } from '../../project/check/fault.ts';
import type { ProjectEditor } from '../../project/revisions/project-editor.ts';
import { changesTo } from './deployed-files.ts';
import { deviceNeeds } from './device-needs.ts';

const SHOWN = 5;

/** For people: which devices are simulators. */
export function simulatorText(simulators: readonly { readonly device: string; readonly place: string }[]): string {
  const [first] = simulators;
  const more = simulators.length === 1 ? '' : ` So do ${simulators.length - 1} more.`;
  return `${first!.device} points to a simulator (${first!.place}).${more} Simulators cannot be deployed. Set the real address or exclude it.`;
}

/**
 * What a gateway would be with these files, checked whole by its own rules.
 * @throws NexusError NX_DEPLOY_CHECKS with the first faults, NX_DEPLOY_SIMULATOR.
 */
export function requireDeployable(
  editor: ProjectEditor,
  files: ReadonlyMap<string, string>,
  { allowsSimulated }: { readonly allowsSimulated: boolean },
): void {
  const { faults, devices } = editor.preview(changesTo(editor.current.project.text, files));
  const errors = faults.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    const shown = errors.slice(0, SHOWN).map(formatFault).join(' ');
    const text = `The gateway finds ${errors.length} faults in this configuration. ${shown}`;
    throw new NexusError('NX_DEPLOY_CHECKS', text, { faults: errors.length });
  }
  const { simulators } = deviceNeeds(devices);
  if (simulators.length > 0 && !allowsSimulated)
    throw new NexusError('NX_DEPLOY_SIMULATOR', simulatorText(simulators), { devices: simulators.length });
}
