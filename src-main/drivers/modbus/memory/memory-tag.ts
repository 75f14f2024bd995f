import { BYTE_ORDERS, type ByteOrder, type DataType } from '../../../../src-shared/domain/data-type.ts';
import { NexusError } from '../../../../src-shared/errors/nexus-error.ts';
import type { DriverTag } from '../../driver.ts';
import type { MemoryValue } from '../../memory.ts';
import { formatAddress } from '../address.ts';
import { AREAS, type AreaName } from '../area.ts';
import { resolveTarget } from '../target.ts';
import type { UnitConnection } from '../unit-connection.ts';

/** The order of the device first. */
export const memoryOrders = ({ byte_order }: UnitConnection): readonly ByteOrder[] =>
  [...BYTE_ORDERS].toSorted((a, b) => Number(b === byte_order) - Number(a === byte_order));

const WIDE: ReadonlySet<string> = new Set(['int32', 'uint32', 'float32', 'bcd32', 'int64', 'uint64', 'float64']);

/** What a tag of this type has where it says nothing: the device's order is that of values of several registers. */
const usualOrder = (dataType: DataType, { byte_order }: UnitConnection): ByteOrder =>
  WIDE.has(dataType) ? byte_order : 'ABCD';

/** A tag that reads the value. @throws NexusError of `resolveTarget`, and NX_REQUEST_INVALID for an area that is none. */
export function memoryTag(value: MemoryValue, connection: UnitConnection): DriverTag {
  const { start, bit, dataType, byteOrder, length } = value;
  const area = Object.hasOwn(AREAS, value.area) ? AREAS[value.area as AreaName] : undefined;
  if (!area) throw new NexusError('NX_REQUEST_INVALID', `A Modbus device has no area “${value.area}”.`);
  const place = formatAddress(area, start, connection.notation, 4);
  const isBit = bit !== undefined && area.cell === 'register';
  const tag: DriverTag = {
    address: isBit ? `${place}.${bit}` : place,
    ...(area.cell === 'register' && !isBit && { dataType }),
    ...(byteOrder !== undefined && byteOrder !== usualOrder(dataType, connection) && { byteOrder }),
    ...(length !== undefined && { length }),
  };
  resolveTarget(tag, connection);
  return tag;
}
