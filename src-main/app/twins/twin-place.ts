import type { DriverManifest } from '../../drivers/driver.ts';
import { findDriver } from '../../drivers/registry.ts';

const HOST = '127.0.0.1';

/** The protocol that a device is really spoken to in, and how it is reached. */
export interface DevicePlace {
  readonly manifest: DriverManifest;
  readonly connection: unknown;
}

/** The device itself, or its twin on this computer. @param twinPort where that listens; undefined where there is none */
export function placeOf({ manifest, connection }: DevicePlace, twinPort: number | undefined): DevicePlace {
  if (twinPort === undefined) return { manifest, connection };
  const place = { host: HOST, port: twinPort };
  const twin = manifest.twin?.(connection, place);
  if (twin) return { manifest: findDriver(twin.protocol), connection: twin.connection };
  return { manifest, connection: { ...(connection as Readonly<Record<string, unknown>>), ...place } };
}

/** `192.168.1.10:502 /1`: the peer that is spoken to, in one line. */
export function endpointOf(device: DevicePlace, twinPort: number | undefined): string {
  const { manifest, connection } = placeOf(device, twinPort);
  return manifest.endpoint(connection);
}
