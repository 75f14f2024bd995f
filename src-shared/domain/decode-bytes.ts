import type { ByteOrder, DataType } from './data-type.ts';
import { shortNumber } from './short-number.ts';

/** What bytes are as one type in one order. */
export interface DecodedBytes {
  /** For people; `n/a` where the bits are no value of the type. */
  readonly text: string;
  /** Undefined for texts, bits, and what is no value of the type. */
  readonly number: number | bigint | undefined;
  /** False for what a device hardly means: NaN, denormal, beyond 1e12, letters that cannot be printed. */
  readonly isPlausible: boolean;
}

/** Bytes of one value; of texts and bits as many as there are. */
const SIZES: Partial<Readonly<Record<DataType, number>>> = {
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  bcd16: 2,
  int32: 4,
  uint32: 4,
  float32: 4,
  bcd32: 4,
  int64: 8,
  uint64: 8,
  float64: 8,
};

/** Bytes that a value of this type takes; 0 where it takes as many as it is given. */
export const sizeOf = (type: DataType): number => SIZES[type] ?? 0;

const NO_VALUE: DecodedBytes = { text: 'n/a', number: undefined, isPlausible: false };
/** Beyond it, nothing on a plant is measured. */
const LARGEST = 1e12;
/** Below it, a float32 is denormal. */
const SMALLEST = 2 ** -126;

/**
 * What stands at the beginning of these bytes. Pure.
 * @param bytes as they lie in the device; two make a register
 * @returns undefined where there are too few
 */
export function decodeBytes(bytes: Uint8Array, type: DataType, order: ByteOrder): DecodedBytes | undefined {
  const size = sizeOf(type) || bytes.length;
  if (size === 0 || bytes.length < size) return undefined;
  const plain = inPlainOrder(bytes.subarray(0, size), order);
  const view = new DataView(plain.buffer);
  switch (type) {
    case 'int8':
      return whole(view.getInt8(0));
    case 'uint8':
      return whole(view.getUint8(0));
    case 'int16':
      return whole(view.getInt16(0));
    case 'uint16':
      return whole(view.getUint16(0));
    case 'int32':
      return whole(view.getInt32(0));
    case 'uint32':
      return whole(view.getUint32(0));
    case 'int64':
      return whole(view.getBigInt64(0));
    case 'uint64':
      return whole(view.getBigUint64(0));
    case 'float32':
      return float(view.getFloat32(0), type);
    case 'float64':
      return float(view.getFloat64(0), type);
    case 'bcd16':
    case 'bcd32':
      return packed(plain);
    case 'string':
      return letters(plain);
    case 'bits':
    case 'bool':
      return {
        text: [...plain].map((byte) => byte.toString(2).padStart(8, '0')).join(' '),
        number: undefined,
        isPlausible: true,
      };
  }
}

/**
 * The most significant byte first. 16-bit values and texts know one other order: the bytes of each register swapped.
 * The names for 32 bits extend to 64 (data-type.ts).
 */
export function inPlainOrder(bytes: Uint8Array, order: ByteOrder): Uint8Array<ArrayBuffer> {
  const plain = Uint8Array.from(bytes);
  if (SWAPS_BYTES.has(order)) for (let at = 0; at + 1 < plain.length; at += 2) plain.subarray(at, at + 2).reverse();
  const isWide = plain.length === 4 || plain.length === 8;
  if (!isWide) return plain;
  if (SWAPS_HALVES.has(order)) return Uint8Array.from([...plain.subarray(4), ...plain.subarray(0, 4)]);
  if (!REVERSES.has(order)) return plain;
  const registers = Array.from({ length: plain.length / 2 }, (_, i) => plain.subarray(i * 2, i * 2 + 2));
  return Uint8Array.from(registers.toReversed().flatMap((register) => [...register]));
}

const SWAPS_BYTES: ReadonlySet<ByteOrder> = new Set(['BADC', 'DCBA', 'BADCFEHG', 'HGFEDCBA', 'FEHGBADC']);
const REVERSES: ReadonlySet<ByteOrder> = new Set(['CDAB', 'DCBA', 'GHEFCDAB', 'HGFEDCBA']);
const SWAPS_HALVES: ReadonlySet<ByteOrder> = new Set(['EFGHABCD', 'FEHGBADC']);

function whole(number: number | bigint): DecodedBytes {
  const size = Math.abs(Number(number));
  return { text: minus(String(number)), number, isPlausible: size <= LARGEST };
}

function float(number: number, type: 'float32' | 'float64'): DecodedBytes {
  if (!Number.isFinite(number)) return { text: minus(String(number)), number: undefined, isPlausible: false };
  const short = shortNumber(number, type);
  const size = Math.abs(short);
  const isPlausible = size === 0 || (size >= SMALLEST && size <= LARGEST);
  const text =
    size !== 0 && (size < 1e-4 || size > LARGEST) ? short.toExponential(2) : String(Number(short.toPrecision(12)));
  return { text: minus(text), number: short, isPlausible };
}

function packed(bytes: Uint8Array): DecodedBytes {
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  if (!/^\d+$/.test(digits)) return NO_VALUE;
  return { text: String(Number(digits)), number: Number(digits), isPlausible: true };
}

/** Zeros behind the last letter belong to the field, not to the text. */
function letters(bytes: Uint8Array): DecodedBytes {
  const end = bytes.findLastIndex((byte) => byte !== 0) + 1;
  const codes = [...bytes.subarray(0, end)];
  const isPrintable = (code: number): boolean => code >= 0x20 && code < 0x7f;
  const text = codes.map((code) => (isPrintable(code) ? String.fromCharCode(code) : '.')).join('');
  return { text: `"${text}"`, number: undefined, isPlausible: end > 0 && codes.every(isPrintable) };
}

const minus = (text: string): string => text.replace(/^-/, '−');
