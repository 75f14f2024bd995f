import type { DriverTag } from '../driver.ts';
import { parseAddress } from './address.ts';
import { describeAddress } from './address-help.ts';
import { AREA_SIZE } from './area.ts';
import { formatPlace } from './format-address.ts';
import { resolveTarget } from './target.ts';

/**
 * The address so many bytes further on, timers and counters by their numbers; bits and types that it names stay.
 * @returns undefined where none is. @throws NexusError as `resolveTarget`.
 */
export function shiftAddress(tag: DriverTag, by: number): string | undefined {
  const target = resolveTarget(tag);
  const start = target.start + by;
  if (start < 0 || start + target.count > AREA_SIZE) return undefined;
  const suffix = describeAddress(tag).canonical.slice(formatPlace(target).length);
  const moved = `${formatPlace({ ...target, start })}${suffix}`;
  // What was written with fewer words than ours has to stay what it was.
  parseAddress(moved);
  return moved;
}
