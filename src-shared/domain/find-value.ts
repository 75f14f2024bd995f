import type { ByteOrder, DataType } from './data-type.ts';
import { decodeBytes, sizeOf } from './decode-bytes.ts';

/** The value that somebody sees on a device, and how exactly. */
export interface ExpectedValue {
  readonly value: number;
  /** Of the last digit that was typed: 0.01 for `8.48`. */
  readonly unit: number;
}

/** A way to read cells so that they give the value that was expected. */
export interface ValueMatch {
  readonly dataType: DataType;
  readonly byteOrder: ByteOrder;
  /** First cell, counted from the one that was looked at. */
  readonly offset: number;
  readonly cells: number;
  /** The number in the cells is divided by it. */
  readonly divisor: number;
  readonly value: number;
  /** The display cuts digits off in the place of rounding them. */
  readonly isCut: boolean;
}

/** Cells around the one that is looked at. */
export interface Surroundings {
  /** A register has two bytes. */
  readonly cellBytes: 1 | 2;
  readonly orders: readonly ByteOrder[];
  /** The bytes of `count` cells from `offset` on; undefined where not all of them were read. */
  readonly bytes: (offset: number, count: number) => Uint8Array | undefined;
}

/** How far the value may lie from where it is looked for. */
const REACH = 4;
/** What displays and registers differ by: 848 in a register, 8.48 on the display. */
const DIVISORS = [1, 10, 100, 0.1] as const;
/** More say nothing any more: a zero is everywhere. */
const MOST = 24;
/** Unsigned before signed: where both give the number, the sign says nothing. */
const TYPES: readonly DataType[] = [
  'uint8',
  'int8',
  'uint16',
  'int16',
  'float32',
  'uint32',
  'int32',
  'bcd16',
  'bcd32',
  'float64',
  'uint64',
  'int64',
];
const SIGNED: Partial<Readonly<Record<DataType, DataType>>> = {
  int8: 'uint8',
  int16: 'uint16',
  int32: 'uint32',
  int64: 'uint64',
};

/** `8.48`, `8,48`, `-3`: what was typed; undefined where it is no number. */
export function expectedValue(text: string): ExpectedValue | undefined {
  const typed = text
    .trim()
    .replaceAll(/[\s\u2009\u00a0]/g, '')
    .replace('−', '-')
    .replace(',', '.');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(typed)) return undefined;
  const digits = typed.split('.')[1]?.length ?? 0;
  return { value: Number(typed), unit: 10 ** -digits };
}

/**
 * Every way to read the cells up to four before and behind so that they give the expected value: within half of the last
 * digit that was typed, or with the digits behind it cut off. The likeliest first. Pure.
 */
export function findValue(expected: ExpectedValue, around: Surroundings): readonly ValueMatch[] {
  const found: ValueMatch[] = [];
  for (const dataType of TYPES) {
    const cells = sizeOf(dataType) / around.cellBytes;
    if (cells < 1) continue;
    for (let offset = -REACH; offset <= REACH; offset++) {
      const bytes = around.bytes(offset, cells);
      if (bytes) found.push(...readings({ dataType, offset, cells }, bytes, expected, around.orders));
    }
  }
  return withoutTwins(found)
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, MOST);
}

type Place = Pick<ValueMatch, 'dataType' | 'offset' | 'cells'>;

function readings(
  place: Place,
  bytes: Uint8Array,
  expected: ExpectedValue,
  orders: readonly ByteOrder[],
): readonly ValueMatch[] {
  return ordersFor(place.dataType, orders).flatMap((byteOrder) => {
    const decoded = decodeBytes(bytes, place.dataType, byteOrder);
    if (decoded?.number === undefined || !decoded.isPlausible) return [];
    const raw = Number(decoded.number);
    return DIVISORS.flatMap((divisor) => {
      const value = Number((raw / divisor).toPrecision(12));
      const fit = fitOf(value, expected);
      return fit ? [{ ...place, byteOrder, divisor, value, isCut: fit === 'cut' }] : [];
    });
  });
}

/** A value of 8 bits has no order; one of 16 has two. */
function ordersFor(type: DataType, orders: readonly ByteOrder[]): readonly ByteOrder[] {
  const size = sizeOf(type);
  if (size === 1) return orders.slice(0, 1);
  return size === 2 ? orders.filter((order) => order === 'ABCD' || order === 'BADC') : orders;
}

/** A slack for what a float64 makes of decimals. */
const SLACK = 1e-9;

function fitOf(value: number, { value: expected, unit }: ExpectedValue): 'rounded' | 'cut' | undefined {
  if (Math.abs(value - expected) <= unit / 2 + unit * SLACK) return 'rounded';
  // A whole number that was typed is meant as it is: 8 is not 8.9.
  const isCut = unit < 1 && Math.trunc(value / unit + Math.sign(value) * SLACK) === Math.round(expected / unit);
  return isCut && Math.sign(value) === Math.sign(expected) ? 'cut' : undefined;
}

function withoutTwins(found: readonly ValueMatch[]): readonly ValueMatch[] {
  const key = (match: ValueMatch, type: DataType): string =>
    `${type} ${match.byteOrder} ${match.offset} ${match.divisor} ${match.value}`;
  const all = new Set(found.map((match) => key(match, match.dataType)));
  return found.filter((match) => {
    const twin = SIGNED[match.dataType];
    return twin === undefined || !all.has(key(match, twin));
  });
}

/** The plainer, the nearer: of ways that give the same number, people mean the one with the least to it. */
function rank({ dataType, byteOrder, offset, divisor, isCut }: ValueMatch): number {
  return (
    (isCut ? 3 : 0) +
    // Whole numbers leave the point out; a float says its value itself.
    (divisor === 1 ? 0 : dataType.startsWith('float') ? 60 : 20) +
    Math.abs(offset) * 4 +
    (byteOrder === 'ABCD' ? 0 : byteOrder === 'CDAB' ? 1 : 2) +
    TYPES.indexOf(dataType) / 10
  );
}
