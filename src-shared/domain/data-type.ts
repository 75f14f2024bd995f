/**
 * What an address holds on the device. `bits` is a bit field inside one register, `bcd16/32` packed decimal
 * (4 or 8 digits). A protocol's manifest names the ones it speaks.
 */
export const DATA_TYPES = [
  'bool',
  'int8',
  'uint8',
  'int16',
  'uint16',
  'int32',
  'uint32',
  'int64',
  'uint64',
  'float32',
  'float64',
  'bcd16',
  'bcd32',
  'bits',
  'string',
] as const;
export type DataType = (typeof DATA_TYPES)[number];

const STEM = 3;

/** What is said of a text that names no data type, with those that begin alike: `FLOAT` → float32 or float64. */
export function noDataTypeText(typed: unknown): string {
  const seen = typeof typed === 'string' ? typed : JSON.stringify(typed);
  const alike = DATA_TYPES.filter((type) => type.startsWith(seen.toLowerCase().slice(0, STEM)));
  const offered = alike.length > 0 && seen.length >= STEM ? alike : DATA_TYPES;
  const words = offered.length === 1 ? offered[0]! : `${offered.slice(0, -1).join(', ')} or ${offered.at(-1)!}`;
  return `“${seen}” is not a data type here. Use ${words}.`;
}

/**
 * Order of bytes in a value of two registers, by what the receiver sees: A is the most significant byte.
 * For 64 bit the four names extend as in the field guide E3: bytes swapped inside registers (BADC), registers
 * reversed (CDAB), both (DCBA); the last two swap whole 32-bit halves only.
 */
export const BYTE_ORDERS = ['ABCD', 'CDAB', 'BADC', 'DCBA'] as const;
export const BYTE_ORDERS_64 = ['ABCDEFGH', 'GHEFCDAB', 'BADCFEHG', 'HGFEDCBA', 'EFGHABCD', 'FEHGBADC'] as const;
export type ByteOrder = (typeof BYTE_ORDERS)[number] | (typeof BYTE_ORDERS_64)[number];

/** True for types whose value is a number that scale, clamp and deadband apply to. */
export function isNumeric(type: DataType): boolean {
  return type !== 'bool' && type !== 'string';
}
