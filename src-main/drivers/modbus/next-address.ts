import type { DriverTag } from '../driver.ts';
import { formatAddress, parseAddress } from './address.ts';
import { AREA_SIZE } from './area.ts';
import { resolveTarget } from './target.ts';
import type { UnitConnection } from './unit-connection.ts';

/** Bits of a register. */
const REGISTER_BITS = 16;

/**
 * Where the next value of the same kind begins: as many registers or bits on as this one takes. Bits of a register go
 * on in it as long as they fit, and in the next register then.
 *
 * @returns undefined behind the last address. @throws NexusError as `resolveTarget`.
 */
export function nextAddress(tag: DriverTag, connection: UnitConnection): string | undefined {
  const { area, wire, bits, suffix } = parseAddress(tag.address, connection.notation);
  const { count } = resolveTarget(tag, connection);
  const width = bits ? bits.high - bits.low + 1 : REGISTER_BITS;
  const isSameRegister = bits !== undefined && bits.high + width < REGISTER_BITS;
  const next = isSameRegister ? wire : wire + count;
  if (next + count > AREA_SIZE) return undefined;
  const low = isSameRegister ? bits.high + 1 : 0;
  const range = width === 1 ? `.${low}` : `.${low}-${low + width - 1}`;
  const rest = bits ? suffix.replace(/^\.\d+(?:-\d+)?/, range) : suffix;
  return `${formatAddress(area, next, connection.notation, count)}${rest}`;
}
