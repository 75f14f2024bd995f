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
