import type { DataType } from '../../../src-shared/domain/data-type.ts';
import { integerRange } from '../../../src-shared/domain/integer-range.ts';
import type { WriteValue } from '../driver.ts';
import { rangeFault, typeFault } from '../value-fault.ts';
import { swapsBytes, type Word64, word32, word64 } from './byte-order.ts';
import type { Target } from './target.ts';

/**
 * One tag's way between wire and value, both directions. `offset` counts bytes to the first register, or bits to the
 * coil in the bit areas. Reading allocates nothing, `readExact` excepted.
 */
export interface Codec {
  /** NaN where a float64 cannot carry the value (strings), and where the bits are no value of the type (BCD). */
  readonly read: (view: DataView, offset: number) => number;
  /** `bad` when NaN means that the bits are no value of the type; a float's NaN is a value. */
  readonly nan: 'value' | 'bad';
  /** The exact value of strings and 64-bit integers; undefined when `read` already is exact. */
  readonly readExact?: (view: DataView, offset: number) => string | bigint | undefined;
  /**
   * Writes into the registers in place; a bit leaves its neighbours as they are. A bool takes true, false, 1 and 0, a
   * numeric type no truth value.
   * @throws NexusError NX_VALUE_TYPE or NX_VALUE_RANGE; nothing is rounded or cut.
   */
  readonly write: (view: DataView, offset: number, value: WriteValue) => void;
}

const TWO_32 = 0x1_0000_0000;
/** Shared by all float codecs: each use is over before another can start. */
const scratch = new DataView(new ArrayBuffer(8));

type Put = (view: DataView, offset: number, value: number) => void;

/** A whole number of up to 32 bits. */
function bounded(type: DataType, min: number, max: number, read: Codec['read'], write: Put): Codec {
  const takes = type === 'bool' ? 'true or false' : `whole numbers ${min}–${max}`;
  return {
    read,
    nan: 'bad',
    write: (view, offset, value) => {
      const isExact = typeof value === 'bigint' || (type === 'bool' && typeof value === 'boolean');
      const number = isExact ? Number(value) : value;
      if (typeof number !== 'number' || !Number.isInteger(number)) throw typeFault(value, takes);
      if (number < min || number > max) throw rangeFault(value, type, takes);
      write(view, offset, number);
    },
  };
}

/** A whole number with the range of its type. */
function integer(type: DataType, read: Codec['read'], write: Put): Codec {
  const { min, max } = integerRange(type)!;
  return bounded(type, Number(min), Number(max), read, write);
}

function coil(): Codec {
  return bounded(
    'bool',
    0,
    1,
    (view, bit) => (view.getUint8(bit >> 3) >> (bit & 7)) & 1,
    (view, bit, value) => {
      const mask = 1 << (bit & 7);
      const rest = view.getUint8(bit >> 3) & ~mask;
      view.setUint8(bit >> 3, value === 0 ? rest : rest | mask);
    },
  );
}

/** A bit, a bit field, or a whole register that is true when it is not 0. */
function registerBits({ dataType, order, bits }: Target): Codec {
  const little = swapsBytes(order);
  if (dataType === 'bool' && !bits) {
    const read: Codec['read'] = (view, offset) => (view.getUint16(offset) === 0 ? 0 : 1);
    return bounded('bool', 0, 1, read, (view, offset, value) => view.setUint16(offset, value, little));
  }
  const { low, high } = bits ?? { low: 0, high: 15 };
  const mask = (1 << (high - low + 1)) - 1;
  return bounded(
    dataType,
    0,
    mask,
    (view, offset) => (view.getUint16(offset, little) >> low) & mask,
    (view, offset, value) => {
      const rest = view.getUint16(offset, little) & ~(mask << low);
      view.setUint16(offset, rest | (value << low), little);
    },
  );
}

/** @returns NaN when a digit is above 9. */
function fromBcd(raw: number): number {
  let value = 0;
  let weight = 1;
  for (let rest = raw; rest > 0; rest = Math.floor(rest / 16)) {
    const digit = rest % 16;
    if (digit > 9) return Number.NaN;
    value += digit * weight;
    weight *= 10;
  }
  return value;
}

function toBcd(value: number): number {
  let raw = 0;
  let weight = 1;
  for (let rest = value; rest > 0; rest = Math.floor(rest / 10)) {
    raw += (rest % 10) * weight;
    weight *= 16;
  }
  return raw;
}

function bigIntegers(type: 'int64' | 'uint64', { half, highOffset, lowOffset }: Word64): Codec {
  const isSigned = type === 'int64';
  const { min, max } = integerRange(type)!;
  const takes = `whole numbers ${min}–${max}`;
  // The product is exact and the sum is rounded once, so this is Number() of the exact integer.
  const read: Codec['read'] = (view, offset) => {
    const high = half.read(view, offset + highOffset);
    return (isSigned ? high | 0 : high) * TWO_32 + half.read(view, offset + lowOffset);
  };
  return {
    read,
    nan: 'bad',
    readExact: (view, offset) => {
      if (Number.isSafeInteger(read(view, offset))) return undefined;
      const high = BigInt(half.read(view, offset + highOffset));
      const bits = (high << 32n) | BigInt(half.read(view, offset + lowOffset));
      return isSigned ? BigInt.asIntN(64, bits) : bits;
    },
    write: (view, offset, value) => {
      const isWhole = typeof value === 'bigint' || Number.isInteger(value);
      if (!isWhole) throw typeFault(value, takes);
      // Beyond 2^53 a number no longer says which integer is meant.
      if (typeof value === 'number' && !Number.isSafeInteger(value))
        throw rangeFault(value, type, `${takes}; beyond ±9007199254740991 only as exact integers`);
      const exact = BigInt(value);
      if (exact < min || exact > max) throw rangeFault(value, type, takes);
      half.write(view, offset + highOffset, Number(BigInt.asUintN(32, exact >> 32n)));
      half.write(view, offset + lowOffset, Number(BigInt.asUintN(32, exact)));
    },
  };
}

function asFloat(value: WriteValue, type: 'float32' | 'float64'): number {
  if (typeof value !== 'number' && typeof value !== 'bigint') throw typeFault(value, 'a number');
  const number = Number(value);
  if (typeof value === 'bigint' && (!Number.isFinite(number) || BigInt(number) !== value))
    throw rangeFault(value, type, 'integers that a float64 holds exactly');
  if (type === 'float32' && Number.isFinite(number) && !Number.isFinite(Math.fround(number))) {
    throw rangeFault(value, type, 'numbers up to ±3.4028235e38');
  }
  return number;
}

function float32({ order }: Target): Codec {
  const word = word32(order);
  return {
    read: (view, offset) => {
      scratch.setUint32(0, word.read(view, offset));
      return scratch.getFloat32(0);
    },
    nan: 'value',
    write: (view, offset, value) => {
      scratch.setFloat32(0, asFloat(value, 'float32'));
      word.write(view, offset, scratch.getUint32(0));
    },
  };
}

function float64({ order }: Target): Codec {
  const { half, highOffset, lowOffset } = word64(order);
  return {
    read: (view, offset) => {
      scratch.setUint32(0, half.read(view, offset + highOffset));
      scratch.setUint32(4, half.read(view, offset + lowOffset));
      return scratch.getFloat64(0);
    },
    nan: 'value',
    write: (view, offset, value) => {
      scratch.setFloat64(0, asFloat(value, 'float64'));
      half.write(view, offset + highOffset, scratch.getUint32(0));
      half.write(view, offset + lowOffset, scratch.getUint32(4));
    },
  };
}

/** One character a byte (ISO 8859-1), high byte first unless swapped; ends at the first NUL. */
function text({ length, count, order }: Target): Codec {
  const flip = swapsBytes(order) ? 1 : 0;
  const takes = `up to ${length} characters of ISO 8859-1 without NUL`;
  return {
    read: () => Number.NaN,
    nan: 'value',
    readExact: (view, offset) => {
      let characters = '';
      for (let i = 0; i < length; i++) {
        const byte = view.getUint8(offset + (i ^ flip));
        if (byte === 0) break;
        characters += String.fromCharCode(byte);
      }
      return characters;
    },
    write: (view, offset, value) => {
      if (typeof value !== 'string') throw typeFault(value, takes);
      if (value.length > length) throw rangeFault(value, `string(${length})`, takes);
      for (let i = 0; i < value.length; i++) {
        const code = value.charCodeAt(i);
        if (code === 0 || code > 0xff) throw typeFault(value, takes);
      }
      for (let i = 0; i < count * 2; i++) {
        view.setUint8(offset + (i ^ flip), i < value.length ? value.charCodeAt(i) : 0);
      }
    },
  };
}

/** Compiles the codec of one tag; the same one decodes replies, feeds the simulator and encodes writes. */
export function makeCodec(target: Target): Codec {
  if (target.area.cell === 'bit') return coil();
  const { dataType, order } = target;
  const little = swapsBytes(order);
  const word = word32(order);
  const set16 = (view: DataView, offset: number, value: number): void => view.setUint16(offset, value, little);
  switch (dataType) {
    case 'bool':
    case 'bits':
      return registerBits(target);
    case 'int16':
      return integer(dataType, (view, offset) => view.getInt16(offset, little), set16);
    case 'uint16':
      return integer(dataType, (view, offset) => view.getUint16(offset, little), set16);
    case 'bcd16': {
      const read: Codec['read'] = (view, offset) => fromBcd(view.getUint16(offset, little));
      return integer(dataType, read, (view, offset, value) => set16(view, offset, toBcd(value)));
    }
    case 'int32':
      return integer(dataType, (view, offset) => word.read(view, offset) | 0, word.write);
    case 'uint32':
      return integer(dataType, word.read, word.write);
    case 'bcd32': {
      const read: Codec['read'] = (view, offset) => fromBcd(word.read(view, offset));
      return integer(dataType, read, (view, offset, value) => word.write(view, offset, toBcd(value)));
    }
    case 'int64':
    case 'uint64':
      return bigIntegers(dataType, word64(order));
    case 'float32':
      return float32(target);
    case 'float64':
      return float64(target);
    case 'string':
      return text(target);
    default:
      return dataType satisfies never;
  }
}
