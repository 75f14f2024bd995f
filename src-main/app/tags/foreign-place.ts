import type { PlaceView } from '../../../src-shared/contract/tag-files.ts';
import type { DriverTag } from '../../drivers/driver.ts';
import type { CheckedDevice } from '../../project/check/check-device.ts';

/** Where an address of a file is on a device; null for what its protocol does not know in any notation. */
export function foreignPlace({ manifest, connection }: CheckedDevice, address: string): PlaceView | null {
  const own: DriverTag = { address };
  if (!manifest.checkTag(own, connection))
    return { address, canonical: manifest.describeAddress(own, connection).canonical, fields: {} };
  const foreign = manifest.foreignAddress?.(address);
  if (!foreign) return null;
  const { address: found, dataType, byteOrder, length } = foreign;
  const fields = {
    ...(dataType && { data_type: dataType }),
    ...(byteOrder && { byte_order: byteOrder }),
    ...(length && { length }),
  };
  if (manifest.checkTag(foreign, connection)) return { address: found, canonical: found, fields };
  return { address: found, canonical: manifest.describeAddress({ address: found }, connection).canonical, fields };
}
