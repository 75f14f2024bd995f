import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import * as all from './all.ts';
import type { DriverManifest } from './driver.ts';

/** Every protocol of this build, in the order of `all.ts`. */
export const drivers: readonly DriverManifest[] = Object.values(all);

/** @throws NexusError NX_DRIVER_UNKNOWN_PROTOCOL, which names the ones there are. */
export function findDriver(protocol: string): DriverManifest {
  const found = drivers.find((manifest) => manifest.id === protocol);
  if (found) return found;
  const known = drivers.map((manifest) => manifest.id);
  throw new NexusError(
    'NX_DRIVER_UNKNOWN_PROTOCOL',
    `“${protocol}” is not a protocol of this gateway. Use ${nearest(protocol, known) ?? known.join(', ')}.`,
    { protocol, known },
  );
}

/** The one that differs in case and separators only, or that the word begins like: `Modbus_TCP`, `modbus`. */
function nearest(word: string, known: readonly string[]): string | undefined {
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const alike = known.filter(
    (id) => plain(word) !== '' && (plain(id).startsWith(plain(word)) || plain(word).startsWith(plain(id))),
  );
  return alike.length === 1 ? alike[0] : undefined;
}
