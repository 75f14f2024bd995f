import type { DataType } from './data-type.ts';

/** What an integer of a data type can be, both ends included. */
export interface IntegerRange {
  readonly min: bigint;
  readonly max: bigint;
}

const signed = (bits: bigint): IntegerRange => ({ min: -(2n ** (bits - 1n)), max: 2n ** (bits - 1n) - 1n });
const unsigned = (bits: bigint): IntegerRange => ({ min: 0n, max: 2n ** bits - 1n });

const RANGES: Partial<Readonly<Record<DataType, IntegerRange>>> = {
  int8: signed(8n),
  uint8: unsigned(8n),
  int16: signed(16n),
  uint16: unsigned(16n),
  int32: signed(32n),
  uint32: unsigned(32n),
  int64: signed(64n),
  uint64: unsigned(64n),
  bcd16: { min: 0n, max: 9_999n },
  bcd32: { min: 0n, max: 99_999_999n },
  bits: unsigned(16n),
};

/**
 * The whole numbers that a data type holds; undefined for types that are no integers, bool among them. Of `bits` the
 * widest field there is: the address says how many bits one has.
 */
export function integerRange(type: DataType): IntegerRange | undefined {
  return RANGES[type];
}
