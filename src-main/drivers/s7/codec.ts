import type { DataType } from '../../../src-shared/domain/data-type.ts';
import { integerRange } from '../../../src-shared/domain/integer-range.ts';
import type { WriteValue } from '../driver.ts';
import { rangeFault, typeFault } from '../value-fault.ts';
import { fromBcd, toBcd } from './bcd.ts';
import type { S7Type } from './s7-type.ts';
import type { Target } from './target.ts';
import { characters, shortText, wideText } from './text-codec.ts';
import { dateAndTime, dateCodec, dtl, s5Time } from './time-codec.ts';
import { wholeNumber } from './whole-number.ts';

/** One tag's way between the bytes of the CPU and a value, both directions. Reading allocates nothing, `readExact` excepted. */
export interface Codec {
  /** NaN where a float64 cannot carry the value (texts), and where the bytes are no value of the type. */
  readonly read: (view: DataView, offset: number) => number;
  /** `bad` when NaN means that the bytes are no value of the type; a float's NaN is a value. */
  readonly nan: 'value' | 'bad';
  /**
   * The exact value of texts and of integers beyond 2^53; undefined when `read` already is exact, and for a text also
   * where the bytes are none.
   */
  readonly readExact?: (view: DataView, offset: number) => string | bigint | undefined;
  /**
   * Writes the value in place; a bit leaves its neighbours as they are.
   * @throws NexusError NX_VALUE_TYPE or NX_VALUE_RANGE; nothing is rounded or cut.
   */
  readonly write: (view: DataView, offset: number, value: WriteValue) => void;
  /** Which of the bytes a write of this value has to send; all of them where left out. */
  readonly span?: (value: WriteValue) => { readonly start: number; readonly count: number };
}

type Put = (view: DataView, offset: number, value: number) => void;

/** A whole number of up to 32 bits; `decode` says NaN where the bytes are none. */
function small(type: S7Type, min: number, max: number, read: Codec['read'], put: Put): Codec {
  return {
    read,
    nan: 'bad',
    write: (view, offset, value) => put(view, offset, Number(wholeNumber(value, type, BigInt(min), BigInt(max)))),
  };
}

function integer(type: S7Type, dataType: DataType, read: Codec['read'], put: Put): Codec {
  const { min, max } = integerRange(dataType)!;
  return small(type, Number(min), Number(max), read, put);
}

function bit(index: number): Codec {
  const mask = 1 << index;
  return {
    read: (view, offset) => (view.getUint8(offset) & mask ? 1 : 0),
    nan: 'bad',
    write: (view, offset, value) => {
      const takes = 'true or false';
      if (typeof value === 'string') throw typeFault(value, takes);
      const number = Number(value);
      if (!Number.isInteger(number)) throw typeFault(value, takes);
      if (number !== 0 && number !== 1) throw rangeFault(value, 'BOOL', takes);
      const rest = view.getUint8(offset) & ~mask;
      view.setUint8(offset, number === 0 ? rest : rest | mask);
    },
  };
}

function wide(type: S7Type, isSigned: boolean): Codec {
  const { min, max } = integerRange(isSigned ? 'int64' : 'uint64')!;
  const exact = (view: DataView, offset: number): bigint =>
    isSigned ? view.getBigInt64(offset) : view.getBigUint64(offset);
  return {
    read: (view, offset) =>
      (isSigned ? view.getInt32(offset) : view.getUint32(offset)) * 0x1_0000_0000 + view.getUint32(offset + 4),
    nan: 'bad',
    readExact: (view, offset) => {
      const value = exact(view, offset);
      return Number.isSafeInteger(Number(value)) ? undefined : value;
    },
    write: (view, offset, value) => {
      const whole = wholeNumber(value, type, min, max);
      view.setBigUint64(offset, BigInt.asUintN(64, whole));
    },
  };
}

function float(type: 'REAL' | 'LREAL'): Codec {
  const isShort = type === 'REAL';
  const most = isShort ? '±3.4028235e38' : '±1.7976931348623157e308';
  return {
    read: isShort ? (view, offset) => view.getFloat32(offset) : (view, offset) => view.getFloat64(offset),
    nan: 'value',
    write: (view, offset, value) => {
      if (typeof value !== 'number' && typeof value !== 'bigint') throw typeFault(value, 'a number');
      const number = Number(value);
      if (typeof value === 'bigint' && (!Number.isFinite(number) || BigInt(number) !== value))
        throw rangeFault(value, type, 'integers that a float64 holds exactly');
      if (isShort && Number.isFinite(number) && !Number.isFinite(Math.fround(number)))
        throw rangeFault(value, type, `numbers up to ${most}`);
      if (isShort) view.setFloat32(offset, number);
      else view.setFloat64(offset, number);
    },
  };
}

/** Compiles the codec of one tag; the same one decodes replies, feeds the simulator and encodes writes. */
export function makeCodec({
  type,
  dataType,
  bit: index,
  length,
}: Pick<Target, 'type' | 'dataType' | 'bit' | 'length'>): Codec {
  switch (type) {
    case 'BOOL':
      return bit(index);
    case 'BYTE':
    case 'USINT':
      return integer(
        type,
        dataType,
        (view, at) => view.getUint8(at),
        (view, at, value) => view.setUint8(at, value),
      );
    case 'SINT':
      return integer(
        type,
        dataType,
        (view, at) => view.getInt8(at),
        (view, at, value) => view.setInt8(at, value),
      );
    case 'WORD':
    case 'UINT':
      return integer(
        type,
        dataType,
        (view, at) => view.getUint16(at),
        (view, at, value) => view.setUint16(at, value),
      );
    case 'INT':
      return integer(
        type,
        dataType,
        (view, at) => view.getInt16(at),
        (view, at, value) => view.setInt16(at, value),
      );
    case 'DWORD':
    case 'UDINT':
      return integer(
        type,
        dataType,
        (view, at) => view.getUint32(at),
        (view, at, value) => view.setUint32(at, value),
      );
    case 'DINT':
    case 'TIME':
      return integer(
        type,
        dataType,
        (view, at) => view.getInt32(at),
        (view, at, value) => view.setInt32(at, value),
      );
    case 'BCD16':
      return integer(
        type,
        dataType,
        (view, at) => fromBcd(view.getUint16(at)),
        (view, at, value) => view.setUint16(at, toBcd(value)),
      );
    case 'BCD32':
      return integer(
        type,
        dataType,
        (view, at) => fromBcd(view.getUint32(at)),
        (view, at, value) => view.setUint32(at, toBcd(value)),
      );
    case 'COUNTER':
      // Three digits; the four bits above them are the CPU's own.
      return small(
        type,
        0,
        999,
        (view, at) => fromBcd(view.getUint16(at) & 0x0fff),
        (view, at, value) => view.setUint16(at, toBcd(value)),
      );
    case 'TOD':
      return small(
        type,
        0,
        86_399_999,
        (view, at) => (view.getUint32(at) < 86_400_000 ? view.getUint32(at) : Number.NaN),
        (view, at, value) => view.setUint32(at, value),
      );
    case 'LINT':
    case 'LTIME':
      return wide(type, true);
    case 'ULINT':
    case 'LWORD':
      return wide(type, false);
    case 'REAL':
    case 'LREAL':
      return float(type);
    case 'S5TIME':
    case 'TIMER':
      return s5Time(type);
    case 'DATE':
      return dateCodec();
    case 'DT':
      return dateAndTime();
    case 'DTL':
      return dtl();
    case 'CHAR':
      return characters(length);
    case 'STRING':
      return shortText(length);
    case 'WSTRING':
      return wideText(length);
    default:
      return type satisfies never;
  }
}
