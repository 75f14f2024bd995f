import type { ByteOrder } from '../../../src-shared/domain/data-type.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { DriverTag } from '../driver.ts';
import { FIVE_DIGIT_SIZE, formatAddress, type ParsedAddress, parseAddress } from './address.ts';
import { AREA_SIZE, type Area } from './area.ts';
import { isModbusType, type ModbusType } from './data-types.ts';
import type { UnitConnection } from './unit-connection.ts';

/** A tag made exact: which cells it takes and how they are read. */
export interface Target {
  readonly area: Area;
  /** First register or bit, as on the wire. */
  readonly wire: number;
  /** Registers, or bits in the bit areas. */
  readonly count: number;
  readonly dataType: ModbusType;
  readonly order: ByteOrder;
  /** The bit or bit field of a register that is meant; undefined for the whole register. */
  readonly bits: { readonly low: number; readonly high: number } | undefined;
  /** Characters of a string, otherwise 0. */
  readonly length: number;
}

/** Registers of one value; a string has its own. */
const REGISTERS: Readonly<Record<Exclude<ModbusType, 'string'>, number>> = {
  bool: 1,
  int16: 1,
  uint16: 1,
  bcd16: 1,
  bits: 1,
  int32: 2,
  uint32: 2,
  float32: 2,
  bcd32: 2,
  int64: 4,
  uint64: 4,
  float64: 4,
};

type Field = 'address' | 'data_type' | 'byte_order' | 'length';

function fault(field: Field, message: string): NexusError {
  return new NexusError('NX_ADDRESS_SYNTAX', message, { field });
}

/** One thing may be said in the address and in the tag's own field, but not two things. */
function one<T extends string | number>(
  field: Field,
  noun: string,
  inAddress: T | undefined,
  inTag: T | undefined,
): T | undefined {
  if (inAddress !== undefined && inTag !== undefined && inAddress !== inTag) {
    throw fault(field, `The address says ${noun} ${inAddress} and the tag says ${inTag}. Keep one of them.`);
  }
  return inAddress ?? inTag;
}

function dataTypeOf(tag: DriverTag, parsed: ParsedAddress): ModbusType {
  if (tag.dataType !== undefined && !isModbusType(tag.dataType)) {
    throw fault('data_type', `A register has 16 bits, and ${tag.dataType} has 8. Use int16, uint16 or bits.`);
  }
  const said = one('data_type', 'data type', parsed.dataType, tag.dataType);
  if (parsed.area.cell === 'bit') {
    if (said !== undefined && said !== 'bool') {
      throw fault('data_type', `A ${parsed.area.noun} is one bit and cannot hold ${said}. Use bool.`);
    }
    return 'bool';
  }
  const { bits } = parsed;
  if (!bits) return said ?? 'uint16';
  const type = said ?? (bits.low === bits.high ? 'bool' : 'bits');
  if (type !== 'bool' && type !== 'bits') {
    throw fault('data_type', `${tag.address} names bits of a register, which cannot hold ${type}. Use bool or bits.`);
  }
  if (type === 'bool' && bits.low !== bits.high) {
    throw fault('data_type', `${tag.address} names ${bits.high - bits.low + 1} bits, and bool holds one. Use bits.`);
  }
  return type;
}

/** The device's order is that of its 32- and 64-bit values; 16-bit values and strings are swapped by their own order only. */
function orderOf(tag: DriverTag, parsed: ParsedAddress, dataType: ModbusType, device: ByteOrder): ByteOrder {
  const said = one('byte_order', 'byte order', parsed.order, tag.byteOrder);
  const is64 = dataType !== 'string' && REGISTERS[dataType] === 4;
  if (said !== undefined && said.length === 8 && !is64) {
    throw fault(
      'byte_order',
      `Byte order ${said} is for 64-bit values, and ${dataType} is not one. Use ABCD, CDAB, BADC or DCBA.`,
    );
  }
  const isWide = dataType !== 'string' && REGISTERS[dataType] > 1;
  return said ?? (isWide ? device : 'ABCD');
}

function lengthOf(tag: DriverTag, parsed: ParsedAddress, dataType: ModbusType): number {
  const length = one('length', 'length', parsed.length, tag.length);
  if (dataType !== 'string') {
    if (length === undefined) return 0;
    throw fault('length', `Length ${length} has no meaning for ${dataType}. Leave it empty or use string.`);
  }
  if (length === undefined)
    throw fault('length', `${tag.address} is a string without a length. Write for example string(20).`);
  if (length < 1 || length > 250)
    throw fault('length', `Length ${length} is outside 1–250 characters. One read carries 250 at most.`);
  return length;
}

function assertFits(tag: DriverTag, parsed: ParsedAddress, target: Target, connection: UnitConnection): void {
  const { count, dataType } = target;
  if (parsed.area.cell === 'register' && count > connection.max_registers) {
    const fact = `${dataType} at ${tag.address} takes ${count} registers, and this device reads ${connection.max_registers} at most.`;
    throw fault('data_type', `${fact} Raise max_registers or use a shorter type.`);
  }
  const end = parsed.form === '5-digit' ? FIVE_DIGIT_SIZE : AREA_SIZE;
  const missing = parsed.wire + count - end;
  if (missing <= 0) return;
  const { area, form, wire } = parsed;
  const name = `${dataType.toUpperCase()} at ${formatAddress(area, wire, form === '5-digit' ? '40001' : '400001')}`;
  const needs = `needs ${missing === 1 ? 'one more register' : `${missing} more registers`}`;
  const message =
    form === '5-digit'
      ? `${name} ${needs}, and 5-digit notation ends at ${area.digit}9999. Switch this device to 6-digit notation (${area.digit}00001–${area.digit}65536).`
      : `${name} (wire ${wire}) ${needs}, and ${area.noun}s end at ${area.digit}65536 (wire 65535). Use a lower address.`;
  throw new NexusError('NX_ADDRESS_RANGE', message, { field: 'address', address: tag.address });
}

/**
 * Joins the address text with the tag's own fields and the device's defaults.
 *
 * @throws NexusError NX_ADDRESS_SYNTAX or NX_ADDRESS_RANGE; `context.field` names the field at fault.
 */
export function resolveTarget(tag: DriverTag, connection: UnitConnection): Target {
  const parsed = parseAddress(tag.address, connection.notation);
  const dataType = dataTypeOf(tag, parsed);
  const order = orderOf(tag, parsed, dataType, connection.byte_order);
  const length = lengthOf(tag, parsed, dataType);
  const count = dataType === 'string' ? Math.ceil(length / 2) : REGISTERS[dataType];
  const target: Target = { area: parsed.area, wire: parsed.wire, count, dataType, order, bits: parsed.bits, length };
  assertFits(tag, parsed, target, connection);
  return target;
}
