import type { DriverTag } from '../driver.ts';
import { formatAddress, parseAddress } from './address.ts';
import { AREA_SIZE } from './area.ts';
import { resolveTarget } from './target.ts';
import type { UnitConnection } from './unit-connection.ts';

/**
 * The address so many registers, or coils, further on; bits and types that it names stay.
 * @returns undefined where none is. @throws NexusError as `resolveTarget`.
 */
export function shiftAddress(tag: DriverTag, by: number, connection: UnitConnection): string | undefined {
  const { area, wire, suffix } = parseAddress(tag.address, connection.notation);
  const { count } = resolveTarget(tag, connection);
  const moved = wire + by;
  if (moved < 0 || moved + count > AREA_SIZE) return undefined;
  return `${formatAddress(area, moved, connection.notation, count)}${suffix}`;
}
