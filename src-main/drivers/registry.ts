import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import { nearestWord } from '../../src-shared/util/nearest-word.ts';
import * as all from './all.ts';
import type { DriverManifest } from './driver.ts';

/** Every protocol of this build, in the order of the names in `all.ts`. */
export const drivers: readonly DriverManifest[] = Object.values(all);

/** @throws NexusError NX_DRIVER_UNKNOWN_PROTOCOL, which names the ones there are. */
export function findDriver(protocol: string): DriverManifest {
  const found = drivers.find((manifest) => manifest.id === protocol);
  if (found) return found;
  const known = drivers.map((manifest) => manifest.id);
  throw new NexusError(
    'NX_DRIVER_UNKNOWN_PROTOCOL',
    `“${protocol}” is not a protocol of this gateway. Use ${nearestWord(protocol, known) ?? known.join(', ')}.`,
    { protocol, known },
  );
}
