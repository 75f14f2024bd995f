import type { WatchFormat } from '../../../src-shared/contract/watches.ts';
import { formatInteger, formatSignificant } from '../../ui/number-format.ts';

export const FORMAT_WORDS: Readonly<Record<WatchFormat, string>> = {
  dec: 'Decimal',
  hex: 'Hexadecimal',
  bin: 'Binary',
  float: 'Float',
  text: 'Text',
};

/** Bits that a type has; undefined where its bits mean nothing to a person. */
const BITS: Readonly<Record<string, number>> = {
  bool: 1,
  int8: 8,
  uint8: 8,
  int16: 16,
  uint16: 16,
  bits: 16,
  bcd16: 16,
  int32: 32,
  uint32: 32,
  bcd32: 32,
  float32: 32,
  int64: 64,
  uint64: 64,
  float64: 64,
};

/**
 * A value in the form that a row asks for: its own bits in hexadecimal or binary, its bytes as text. A scaled value that is
 * no whole number has no bits of its own, and stays a number.
 * @param value a number, or digits of an integer beyond 2^53
 */
export function showAs(value: number | string, dataType: string, format: WatchFormat): string {
  if (format === 'float') return formatSignificant(Number(value));
  if (format === 'dec') return Number.isSafeInteger(Number(value)) ? formatInteger(Number(value)) : decimal(value);
  const bits = bitsOf(value, dataType);
  const width = BITS[dataType];
  if (bits === undefined || width === undefined) return decimal(value);
  if (format === 'hex')
    return `0x${bits
      .toString(16)
      .toUpperCase()
      .padStart(Math.ceil(width / 4), '0')}`;
  if (format === 'bin') return grouped(bits.toString(2).padStart(width, '0'));
  return textOf(bits, width);
}

const decimal = (value: number | string): string => (typeof value === 'string' ? value : formatSignificant(value));

/** The bits as the device has them, without a sign. */
function bitsOf(value: number | string, dataType: string): bigint | undefined {
  const width = BITS[dataType];
  if (width === undefined) return undefined;
  if (dataType === 'float32' || dataType === 'float64') {
    const view = new DataView(new ArrayBuffer(8));
    if (dataType === 'float64') view.setFloat64(0, Number(value));
    else view.setFloat32(0, Number(value));
    return dataType === 'float64' ? view.getBigUint64(0) : BigInt(view.getUint32(0));
  }
  if (typeof value === 'number' && !Number.isSafeInteger(value)) return undefined;
  const whole = typeof value === 'string' && !/^-?\d+$/.test(value) ? undefined : BigInt(value);
  if (whole === undefined || whole < -(1n << BigInt(width)) || whole >= 1n << BigInt(width)) return undefined;
  return BigInt.asUintN(width, whole);
}

const grouped = (digits: string): string => digits.replace(/\B(?=(\d{4})+$)/g, ' ');

/** The bytes as ASCII, highest first; what is no letter is a dot. */
function textOf(bits: bigint, width: number): string {
  const bytes = Array.from({ length: Math.max(1, width / 8) }, (_, at) =>
    Number((bits >> BigInt(Math.max(0, width - 8 * (at + 1)))) & 0xffn),
  );
  return `“${bytes.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join('')}”`;
}
