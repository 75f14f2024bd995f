import type { AddressHelp } from '../../drivers/driver.ts';
import { driverTag } from '../../project/check/check-device.ts';
import type { TagEntry } from './tag-directory.ts';

/** What the protocol says of the address of a tag. A derived one has none; it is a number, whatever its tag is. */
export function describeTag({ tag, device: { device }, derived }: TagEntry): AddressHelp {
  if (derived) {
    const { fn, of, window } = derived;
    return { canonical: `${fn}(${of.tag.id}, ${window})`, notations: [], dataType: 'float64' };
  }
  return device.manifest.describeAddress(driverTag(tag), device.connection);
}
