import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BYTE_ORDERS, BYTE_ORDERS_64, type ByteOrder, type DataType } from '../../../src-shared/domain/data-type.ts';
import type { WriteValue } from '../driver.ts';
import { makeCodec } from './codec.ts';
import { ModbusTcpConnection } from './connection.ts';
import type { ModbusType } from './data-types.ts';
import { resolveTarget } from './target.ts';
import vectors from './testdata/vectors.json' with { type: 'json' };

const connection = ModbusTcpConnection.parse({ host: 'plc' });

function codecOf(address: string, dataType?: DataType, byteOrder?: ByteOrder, length?: number) {
  return makeCodec(resolveTarget({ address, dataType, byteOrder, length }, connection));
}

function viewOf(words: string): DataView {
  const bytes = Uint8Array.from(Buffer.from(words.replaceAll(' ', ''), 'hex'));
  return new DataView(bytes.buffer);
}

function wordsOf(view: DataView): string {
  return Buffer.from(view.buffer)
    .toString('hex')
    .replaceAll(/(.{4})(?=.)/g, '$1 ');
}

/** Writes and reads back at an offset that is no multiple of the value's size. */
function roundTrip(codec: ReturnType<typeof codecOf>, value: WriteValue): WriteValue {
  const view = new DataView(new ArrayBuffer(300));
  codec.write(view, 18, value);
  return codec.readExact?.(view, 18) ?? codec.read(view, 18);
}

// Expected words: Python 3 struct.pack('>…') with the bytes put in the order of the letters. 123456.0 and its four
// orders are those of libmodbus tests/unit-test.h.in (UT_IREAL_ABCD_GET …).
describe('known registers', () => {
  it.each(vectors)('$words is $value as $type $order', ({ type, order, words, value, exact, length }) => {
    const codec = codecOf('HR0', type as DataType, order as ByteOrder, length);
    const view = viewOf(words);
    if (typeof value === 'number') expect(codec.read(view, 0)).toBe(value);
    expect(codec.readExact?.(view, 0)?.toString()).toBe(exact ?? (typeof value === 'string' ? value : undefined));
    const written = new DataView(new ArrayBuffer(view.byteLength));
    codec.write(written, 0, exact === undefined ? value : BigInt(exact));
    expect(wordsOf(written)).toBe(words);
  });
});

const VALUES: Readonly<Record<ModbusType, fc.Arbitrary<WriteValue>>> = {
  bool: fc.constantFrom(0, 1),
  bits: fc.nat(0xffff),
  int16: fc.integer({ min: -0x8000, max: 0x7fff }),
  uint16: fc.nat(0xffff),
  bcd16: fc.nat(9_999),
  int32: fc.integer(),
  uint32: fc.integer({ min: 0, max: 0xffff_ffff }),
  bcd32: fc.nat(99_999_999),
  float32: fc.float(),
  int64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  uint64: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  float64: fc.double(),
  // ISO 8859-1 without NUL, which ends a string.
  string: fc.string({ unit: fc.integer({ min: 1, max: 255 }).map((code) => String.fromCharCode(code)), maxLength: 21 }),
};
const IS_64: readonly ModbusType[] = ['int64', 'uint64', 'float64'];
const cases = (Object.keys(VALUES) as ModbusType[]).flatMap((type) => {
  const orders: readonly ByteOrder[] = IS_64.includes(type) ? [...BYTE_ORDERS, ...BYTE_ORDERS_64] : BYTE_ORDERS;
  return orders.map((order) => ({ type, order }));
});

describe('what was encoded', () => {
  it.each(cases)('is read back as it was: $type $order', ({ type, order }) => {
    const codec = codecOf('HR0', type, order, type === 'string' ? 21 : undefined);
    fc.assert(
      fc.property(VALUES[type], (value) => {
        const back = roundTrip(codec, value);
        expect(typeof value === 'bigint' ? BigInt(back) : back).toEqual(value);
      }),
    );
  });

  it('leaves the other bits of a register alone', () => {
    fc.assert(
      fc.property(fc.nat(0xffff), fc.nat(15), fc.nat(15), fc.nat(0xffff), (register, a, b, value) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const mask = ((1 << (high - low + 1)) - 1) << low;
        const field = value & (mask >> low);
        const view = new DataView(new ArrayBuffer(2));
        view.setUint16(0, register);
        const codec = codecOf(`HR0.${low}-${high}`, 'bits');
        codec.write(view, 0, field);
        expect(codec.read(view, 0)).toBe(field);
        expect(view.getUint16(0) & ~mask).toBe(register & ~mask);
      }),
    );
  });
});

describe('a value of its own kind', () => {
  it('counts bits from the least significant', () => {
    expect(codecOf('HR0.3').read(viewOf('0008'), 0)).toBe(1);
    expect(codecOf('HR0.4-7').read(viewOf('0a5c'), 0)).toBe(5);
    expect(codecOf('HR0.0', undefined, 'BADC').read(viewOf('0100'), 0)).toBe(1);
  });

  it('takes a whole register as true when it is not 0', () => {
    expect(codecOf('HR0:bool').read(viewOf('ff00'), 0)).toBe(1);
    expect(codecOf('HR0:bool').read(viewOf('0000'), 0)).toBe(0);
  });

  it('finds a coil at its bit', () => {
    // MODBUS Application Protocol V1.1b3, 6.1: the first coil is the lowest bit of the first byte.
    const view = viewOf('cd6b');
    expect([0, 1, 2, 8, 10].map((bit) => codecOf('C0').read(view, bit))).toEqual([1, 0, 1, 1, 0]);
  });

  it('takes truth values and numbers for a bool, and a big integer for a float that holds it exactly', () => {
    for (const address of ['HR0:bool', 'HR0.3', 'C3']) {
      const codec = codecOf(address);
      expect([true, false, 1, 0, 1n].map((value) => roundTrip(codec, value))).toEqual([1, 0, 1, 0, 1]);
    }
    expect(roundTrip(codecOf('HR0:float64'), 10n ** 17n)).toBe(1e17);
  });

  it('has no value where a BCD digit is above 9', () => {
    expect(codecOf('HR0:bcd16').read(viewOf('12a4'), 0)).toBeNaN();
    expect(codecOf('HR0:bcd32').read(viewOf('1234f678'), 0)).toBeNaN();
    expect(codecOf('HR0:bcd16').nan).toBe('bad');
  });

  it('is exact up to 2^53 without a big integer, and beyond it with one', () => {
    fc.assert(
      fc.property(VALUES.int64, (value) => {
        const codec = codecOf('HR0:int64');
        const view = new DataView(new ArrayBuffer(8));
        codec.write(view, 0, value);
        expect(codec.read(view, 0)).toBe(Number(value));
        expect(codec.readExact!(view, 0)).toBe(Number.isSafeInteger(Number(value)) ? undefined : value);
      }),
      { examples: [[2n ** 53n - 1n], [2n ** 53n], [2n ** 53n + 1n], [-(2n ** 53n) - 1n]] },
    );
  });
});

describe('a value that does not fit', () => {
  it.each([
    ['int16', 32_768, 'NX_VALUE_RANGE'],
    ['uint16', -1, 'NX_VALUE_RANGE'],
    ['uint16', 1.5, 'NX_VALUE_TYPE'],
    ['uint16', 'on', 'NX_VALUE_TYPE'],
    ['uint16', 70_000, 'NX_VALUE_RANGE'],
    ['uint16', 2n ** 64n, 'NX_VALUE_RANGE'],
    ['uint16', true, 'NX_VALUE_TYPE'],
    ['int32', Number.POSITIVE_INFINITY, 'NX_VALUE_TYPE'],
    ['bits', false, 'NX_VALUE_TYPE'],
    ['bool', 2, 'NX_VALUE_RANGE'],
    ['bool', 'on', 'NX_VALUE_TYPE'],
    ['bool', 0.5, 'NX_VALUE_TYPE'],
    ['bcd16', 10_000, 'NX_VALUE_RANGE'],
    ['int32', Number.NaN, 'NX_VALUE_TYPE'],
    ['float32', 1e39, 'NX_VALUE_RANGE'],
    ['float64', '1', 'NX_VALUE_TYPE'],
    ['float32', true, 'NX_VALUE_TYPE'],
    ['float64', 2n ** 53n + 1n, 'NX_VALUE_RANGE'],
    ['float64', 2n ** 1024n, 'NX_VALUE_RANGE'],
    ['int64', 2 ** 53, 'NX_VALUE_RANGE'],
    ['int64', 2n ** 63n, 'NX_VALUE_RANGE'],
    ['int64', true, 'NX_VALUE_TYPE'],
    ['int64', Number.NaN, 'NX_VALUE_TYPE'],
    ['uint64', -1n, 'NX_VALUE_RANGE'],
    ['string', 'too long', 'NX_VALUE_RANGE'],
    ['string', '€', 'NX_VALUE_TYPE'],
    ['string', 7, 'NX_VALUE_TYPE'],
    ['string', true, 'NX_VALUE_TYPE'],
  ] as const)('is refused: %s %s', (type, value, code) => {
    const codec = codecOf('HR0', type, undefined, type === 'string' ? 4 : undefined);
    expect(() => codec.write(new DataView(new ArrayBuffer(8)), 0, value)).toThrow(expect.objectContaining({ code }));
  });
});
