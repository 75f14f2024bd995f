import { isDeepStrictEqual } from 'node:util';
import type { DriverManifest } from '../../drivers/driver.ts';
import type { Plant } from '../plant.ts';
import { type DevicePlace, placeOf } from '../twins/twin-place.ts';

type Form = Readonly<Record<string, unknown>>;

/** Where the twin is, where the form is that of a device that runs simulated and still means the same peer. */
export function twinOf(
  plant: Plant,
  { id }: Form,
  manifest: DriverManifest,
  connection: unknown,
): DevicePlace | undefined {
  const entry = plant.directory.devices.find(({ device }) => device.id === id);
  const port = entry && plant.simulatorPort(entry.device.id);
  if (!entry || port === undefined) return undefined;
  const key = (of: unknown): string => manifest.endpointKey(of);
  const isSame = entry.device.manifest.id === manifest.id && key(entry.device.connection) === key(connection);
  const twin = isSame ? placeOf({ manifest, connection }, port) : undefined;
  return isDeepStrictEqual(twin?.connection, connection) ? undefined : twin;
}

/** What people call the device of ours that is connected to this peer, where one is. */
export function holderOf(plant: Plant, manifest: DriverManifest, connection: unknown): string | undefined {
  const key = manifest.endpointKey(connection);
  const holder = plant.directory.devices.find((entry) => {
    const { device } = entry;
    const { kind } = plant.devices.health(entry).status;
    if (!device.enabled || (kind !== 'connected' && kind !== 'degraded')) return false;
    const place = placeOf(device, plant.simulatorPort(device.id));
    return place.manifest.endpointKey(place.connection) === key;
  });
  return holder && (holder.device.name ?? holder.device.id);
}
