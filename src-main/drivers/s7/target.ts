import type { DataType } from '../../../src-shared/domain/data-type.ts';
import type { DriverTag } from '../driver.ts';
import { type ParsedAddress, parseAddress, typeOfWidth, type WidthLetter } from './address.ts';
import { fieldFault, spanFault } from './address-fault.ts';
import { AREA_SIZE, type Area } from './area.ts';
import { formatTarget } from './format-address.ts';
import { bytesOf, dataTypeOf, isText, type S7Type, TYPE_OF } from './s7-type.ts';

/** A tag made exact: which bytes it takes and how they are read. */
export interface Target {
  readonly area: Area;
  /** 0 outside data blocks. */
  readonly db: number;
  /** First byte, or the number of a timer or counter. */
  readonly start: number;
  /** Bytes, or timers and counters. */
  readonly count: number;
  /** 0–7 for BOOL, otherwise 0. */
  readonly bit: number;
  readonly type: S7Type;
  readonly dataType: DataType;
  /** Characters of a text, otherwise 0. */
  readonly length: number;
}

/** More characters than any S7 text that is not a WSTRING of its own making has. */
const MAX_LENGTH = 254;
const WIDTH_BYTES: Readonly<Record<WidthLetter, number>> = { X: 1, B: 1, W: 2, D: 4 };
const WIDTH_NOUN: Readonly<Record<WidthLetter, string>> = { X: 'a bit', B: 'a byte', W: '2 bytes', D: '4 bytes' };

/** Types that have no one width letter: `INT` and `WORD` are both DBW. */
function sayType(tag: DriverTag, parsed: ParsedAddress): S7Type {
  const { type, width } = parsed;
  if (type !== undefined) {
    if (tag.dataType === undefined || tag.dataType === dataTypeOf(type)) return type;
    // A bare number of a data block has no type of its own, so this one was written out.
    throw fieldFault(
      'data_type',
      `The address says ${type}, which is ${dataTypeOf(type)} here, and the tag says ${tag.dataType}. Keep one of them.`,
    );
  }
  const usual = typeOfWidth(width ?? 'B');
  if (tag.dataType === undefined || tag.dataType === dataTypeOf(usual)) return usual;
  const said = TYPE_OF[tag.dataType];
  if (said !== undefined) return said;
  throw fieldFault(
    'data_type',
    `An S7 CPU has no ${tag.dataType}. Use uint8, uint16 or uint32, or a tag for each bit.`,
  );
}

function lengthOf(tag: DriverTag, parsed: ParsedAddress, type: S7Type): number {
  if (!isText(type)) {
    if (tag.length === undefined) return 0;
    throw fieldFault('length', `Length ${tag.length} has no meaning for ${type}. Leave it empty or use STRING.`);
  }
  if (tag.length !== undefined && parsed.length !== undefined && tag.length !== parsed.length) {
    throw fieldFault(
      'length',
      `The address says length ${parsed.length} and the tag says ${tag.length}. Keep one of them.`,
    );
  }
  const length = parsed.length ?? tag.length ?? (type === 'CHAR' ? 1 : undefined);
  if (length === undefined) {
    throw fieldFault(
      'length',
      `${tag.address} is a ${type} without a length. Write for example ${type}[20]; plain ${type} in TIA Portal is ${type}[254].`,
    );
  }
  if (length >= 1 && length <= MAX_LENGTH) return length;
  throw fieldFault(
    'length',
    `Length ${length} is outside 1–${MAX_LENGTH} characters. Write the length of the CPU's ${type}.`,
  );
}

function assertFits(tag: DriverTag, { width, bit }: ParsedAddress, target: Target): void {
  const { area, type, count, start } = target;
  if ((type === 'BOOL') !== (bit !== undefined)) {
    const fact = bit === undefined ? 'names no bit, and a BOOL is one' : `is one bit and cannot hold ${type}`;
    const next = bit === undefined ? 'Write for example DB10.DBX4.3.' : 'Use BOOL, or the address of the byte.';
    throw fieldFault('data_type', `${tag.address} ${fact}. ${next}`);
  }
  if ((type === 'TIMER' && area.name !== 'T') || (type === 'COUNTER' && area.name !== 'C')) {
    const example = type === 'TIMER' ? 'T5' : 'C5';
    throw fieldFault(
      'data_type',
      `${type} stands in an area of its own. Write for example ${example}, or S5TIME here.`,
    );
  }
  if (width !== undefined && width !== 'B' && count !== WIDTH_BYTES[width]) {
    const better = formatTarget(target);
    throw fieldFault(
      'data_type',
      `${tag.address} is ${WIDTH_NOUN[width]}, and ${type} takes ${count}. Write ${better}, or use a type of that size.`,
    );
  }
  if (start + count <= AREA_SIZE) return;
  throw spanFault(
    `${type} at ${tag.address} needs bytes up to ${start + count - 1}, and offsets of an S7 CPU end at 65535. Use a lower address.`,
    tag.address,
  );
}

/**
 * Joins the address text with the tag's own fields.
 *
 * @throws NexusError NX_ADDRESS_SYNTAX or NX_ADDRESS_RANGE; `context.field` names the field at fault.
 */
export function resolveTarget(tag: DriverTag): Target {
  const parsed = parseAddress(tag.address);
  if (tag.byteOrder !== undefined && tag.byteOrder !== 'ABCD' && tag.byteOrder !== 'ABCDEFGH') {
    const text = `Byte order ${tag.byteOrder} does not exist on an S7 CPU; the most significant byte is always first. Leave it empty.`;
    throw fieldFault('byte_order', text);
  }
  const type = sayType(tag, parsed);
  const length = lengthOf(tag, parsed, type);
  const { area, db, start, bit } = parsed;
  const count = area.cell === 'word' ? 1 : bytesOf(type, length);
  const target: Target = { area, db, start, count, bit: bit ?? 0, type, dataType: dataTypeOf(type), length };
  assertFits(tag, parsed, target);
  return target;
}
