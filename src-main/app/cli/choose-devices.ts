import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { nearestWord } from '../../../src-shared/util/nearest-word.ts';

/**
 * The devices that were named, in the order of their names on the command line; all unless some are named.
 * @throws NexusError NX_NOT_FOUND with the nearest id.
 */
export function chooseDevices<T extends { readonly id: string }>(
  devices: readonly T[],
  ids: readonly string[] | undefined,
): readonly T[] {
  if (!ids) return devices;
  return [...new Set(ids)].map((id) => {
    const found = devices.find((device) => device.id === id);
    if (found) return found;
    const known = devices.map((device) => device.id);
    const near = nearestWord(id, known);
    const next = near ? `Did you mean “${near}”?` : `The project has ${known.slice(0, 10).join(', ') || 'none'}.`;
    throw new NexusError('NX_NOT_FOUND', `There is no device “${id}”. ${next}`, { device: id });
  });
}
