import type { TagPlaces } from '../../../src-shared/contract/diagnostics.ts';
import { systemClock } from '../../kernel/clock.ts';
import { driverTag } from '../../project/check/check-device.ts';
import type { DeviceEntry } from '../tags/tag-directory.ts';

/**
 * Where each tag of a device stands among the places that frames tell of: by what reading it alone would ask for. Tags
 * that have names and no places have none.
 */
export function tagPlaces({ device, tags }: Pick<DeviceEntry, 'device' | 'tags'>): TagPlaces[] {
  const driver = device.manifest.create(device.connection, { clock: systemClock });
  return tags.map(({ tag }) => ({
    tag: tag.id,
    name: tag.name ?? tag.id,
    places: driver
      .plan([driverTag(tag)])
      .summary.requests.flatMap(({ ranges = [] }) => ranges.map(({ area, start, count }) => ({ area, start, count }))),
  }));
}
