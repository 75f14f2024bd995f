import type { ByteOrder } from '../../../src-shared/domain/data-type.ts';

type Order32 = 'ABCD' | 'CDAB' | 'BADC' | 'DCBA';

/** Reads and writes the 32 bits at a byte offset, whatever the order on the wire. */
export interface Word32 {
  readonly read: (view: DataView, offset: number) => number;
  readonly write: (view: DataView, offset: number, value: number) => void;
}

/** How 64 bits are made of two 32-bit halves; offsets are bytes from the start of the value. */
export interface Word64 {
  readonly half: Word32;
  readonly highOffset: 0 | 4;
  readonly lowOffset: 0 | 4;
}

/** The letters name the bytes as they come over the wire; A is the most significant. */
const WORDS: Readonly<Record<Order32, Word32>> = {
  ABCD: {
    read: (view, offset) => view.getUint32(offset),
    write: (view, offset, value) => view.setUint32(offset, value),
  },
  DCBA: {
    read: (view, offset) => view.getUint32(offset, true),
    write: (view, offset, value) => view.setUint32(offset, value, true),
  },
  CDAB: {
    read: (view, offset) => ((view.getUint16(offset + 2) << 16) | view.getUint16(offset)) >>> 0,
    write: (view, offset, value) => {
      view.setUint16(offset, value & 0xffff);
      view.setUint16(offset + 2, value >>> 16);
    },
  },
  BADC: {
    read: (view, offset) => ((view.getUint16(offset, true) << 16) | view.getUint16(offset + 2, true)) >>> 0,
    write: (view, offset, value) => {
      view.setUint16(offset, value >>> 16, true);
      view.setUint16(offset + 2, value & 0xffff, true);
    },
  },
};

/**
 * Every one of the six 64-bit orders is two halves of one 32-bit order, high or low half first: GHEFCDAB is EFGH as
 * GHEF, then ABCD as CDAB. The four 32-bit names extend to the order that treats registers and bytes alike.
 */
const ORDERS_64: Readonly<Record<ByteOrder, readonly [Order32, 'high first' | 'low first']>> = {
  ABCD: ['ABCD', 'high first'],
  CDAB: ['CDAB', 'low first'],
  BADC: ['BADC', 'high first'],
  DCBA: ['DCBA', 'low first'],
  ABCDEFGH: ['ABCD', 'high first'],
  GHEFCDAB: ['CDAB', 'low first'],
  BADCFEHG: ['BADC', 'high first'],
  HGFEDCBA: ['DCBA', 'low first'],
  EFGHABCD: ['ABCD', 'low first'],
  FEHGBADC: ['BADC', 'low first'],
};

/** @param order a 32-bit order; `resolveTarget` lets no other through for a value of two registers. */
export function word32(order: ByteOrder): Word32 {
  return WORDS[ORDERS_64[order][0]];
}

export function word64(order: ByteOrder): Word64 {
  const [half, first] = ORDERS_64[order];
  return first === 'high first'
    ? { half: WORDS[half], highOffset: 0, lowOffset: 4 }
    : { half: WORDS[half], highOffset: 4, lowOffset: 0 };
}

/** True when the two bytes of a register come low byte first: all that an order means for 16 bits and strings. */
export function swapsBytes(order: ByteOrder): boolean {
  return order === 'BADC' || order === 'DCBA';
}
