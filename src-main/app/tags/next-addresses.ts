import { Tag } from '../../../src-shared/domain/tag.ts';
import { type CheckedDevice, driverTag } from '../../project/check/check-device.ts';

/** What an address is read by; the rest of a tag may be unfinished. */
const Addressed = Tag.pick({ address: true, data_type: true, byte_order: true, length: true }).strip();

/**
 * The addresses that follow that of a tag on this device, one value further each; fewer than `count` where they end.
 * A tag whose address is not right yet has none.
 */
export function nextAddresses(device: CheckedDevice, form: unknown, count: number): readonly string[] {
  const tag = Addressed.safeParse(form);
  const { manifest, connection } = device;
  if (!tag.success || !manifest.nextAddress) return [];
  const found: string[] = [];
  let address: string | undefined = tag.data.address;
  while (found.length < count) {
    const next = driverTag({ id: '', enabled: true, access: 'read', ...tag.data, address });
    if (manifest.checkTag(next, connection)) break;
    address = manifest.nextAddress(next, connection);
    if (address === undefined) break;
    found.push(address);
  }
  return found;
}

/** The addresses of tags so many steps further on; null where there is none, or none that is right yet. */
export function shiftedAddresses(
  device: CheckedDevice,
  forms: readonly unknown[],
  by: number,
): readonly (string | null)[] {
  const { manifest, connection } = device;
  return forms.map((form) => {
    const tag = Addressed.safeParse(form);
    if (!tag.success || !manifest.shift) return null;
    const before = driverTag({ id: '', enabled: true, access: 'read', ...tag.data });
    return manifest.checkTag(before, connection) ? null : (manifest.shift.move(before, by, connection) ?? null);
  });
}
