import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WriteValue } from '../driver.ts';
import { type Codec, makeCodec } from './codec.ts';
import { bytesOf, dataTypeOf, S7_TYPES, type S7Type } from './s7-type.ts';
import vectors from './testdata/vectors.json' with { type: 'json' };

function codecOf(type: S7Type, length = 0, bit = 0): Codec {
  return makeCodec({ type, dataType: dataTypeOf(type), bit, length });
}

const viewOf = (hex: string): DataView => new DataView(Uint8Array.from(Buffer.from(hex, 'hex')).buffer);
const hexOf = (view: DataView): string => Buffer.from(view.buffer).toString('hex');

function decode(codec: Codec, view: DataView): WriteValue {
  return codec.readExact?.(view, 0) ?? codec.read(view, 0);
}

/** Reading keeps less than is there: what is written back differs in these bytes. */
const ONE_WAY = new Set(['07e90b15060e1e0f075bcd15']);

describe('the bytes of a CPU', () => {
  it.each(vectors)('$type $bytes is what $source says', ({ type, bytes, value, exact, length }) => {
    const codec = codecOf(type as S7Type, length ?? (type === 'CHAR' ? 1 : 0));
    const wanted = exact === undefined ? value! : BigInt(exact);
    expect(decode(codec, viewOf(bytes))).toBe(wanted);
    expect(bytes.length / 2).toBe(bytesOf(type as S7Type, length ?? (type === 'CHAR' ? 1 : 0)));
    if (ONE_WAY.has(bytes)) return;
    const written = new DataView(new ArrayBuffer(bytes.length / 2));
    codec.write(written, 0, wanted);
    expect(hexOf(written)).toBe(bytes);
  });

  it('has a vector of every type', () => {
    expect(new Set(vectors.map(({ type }) => type))).toEqual(new Set(Object.keys(S7_TYPES)));
  });
});

const LENGTH = 12;
const latin = fc.string({
  unit: fc.integer({ min: 1, max: 255 }).map((code) => String.fromCharCode(code)),
  maxLength: LENGTH,
});
const DAY_US = 86_400_000_000;
const DATE_US = Date.UTC(1990, 0, 1) * 1_000;
const s5 = fc.tuple(fc.nat(999), fc.constantFrom(10, 100, 1_000, 10_000)).map(([count, step]) => count * step);
const VALUES: Readonly<Record<S7Type, fc.Arbitrary<WriteValue>>> = {
  BOOL: fc.constantFrom(0, 1),
  BYTE: fc.nat(255),
  USINT: fc.nat(255),
  SINT: fc.integer({ min: -128, max: 127 }),
  CHAR: latin,
  WORD: fc.nat(0xffff),
  UINT: fc.nat(0xffff),
  INT: fc.integer({ min: -0x8000, max: 0x7fff }),
  BCD16: fc.nat(9_999),
  DWORD: fc.integer({ min: 0, max: 0xffff_ffff }),
  UDINT: fc.integer({ min: 0, max: 0xffff_ffff }),
  DINT: fc.integer(),
  BCD32: fc.nat(99_999_999),
  REAL: fc.float(),
  LWORD: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  ULINT: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  LINT: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  LREAL: fc.double(),
  STRING: fc.oneof(latin, fc.constant('\0a')),
  WSTRING: fc.string({ maxLength: LENGTH / 2, unit: 'grapheme-composite' }).filter((text) => text.length <= LENGTH),
  S5TIME: s5,
  TIMER: s5,
  TIME: fc.integer(),
  LTIME: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  DATE: fc.nat(0xffff).map((day) => DATE_US + day * DAY_US),
  TOD: fc.nat(86_399_999),
  DT: fc.integer({ min: DATE_US / 1_000, max: Date.UTC(2089, 11, 31, 23, 59, 59, 999) }).map((ms) => ms * 1_000),
  DTL: fc.bigInt({ min: 0n, max: 9_223_372_036_854_000n }),
  COUNTER: fc.nat(999),
};

describe('what was encoded', () => {
  it.each(Object.keys(VALUES) as S7Type[])('is read back as it was: %s', (type) => {
    const codec = codecOf(type, LENGTH, 5);
    fc.assert(
      fc.property(VALUES[type], (value) => {
        const view = new DataView(new ArrayBuffer(bytesOf(type, LENGTH) + 4));
        codec.write(view, 2, value);
        const back = codec.readExact?.(view, 2) ?? codec.read(view, 2);
        expect(typeof value === 'bigint' ? BigInt(back) : back).toBe(value);
        // Not a byte before or behind it is touched.
        expect([view.getUint16(0), view.getUint16(view.byteLength - 2)]).toEqual([0, 0]);
      }),
    );
  });

  it('sends of a text what the CPU itself would change, and leaves a neighbour bit alone', () => {
    expect(codecOf('STRING', 20).span?.('ABC')).toEqual({ start: 1, count: 4 });
    expect(codecOf('WSTRING', 20).span?.('ABC')).toEqual({ start: 2, count: 8 });
    const view = viewOf('ff');
    codecOf('BOOL', 0, 3).write(view, 0, false);
    expect(hexOf(view)).toBe('f7');
  });
});

describe('bytes that are no value of their type', () => {
  it.each([
    ['BCD16', '00a0', 0],
    ['BCD32', '0000000f', 0],
    ['COUNTER', '00a0', 0],
    ['S5TIME', '0a00', 0],
    ['TOD', '05265c00', 0],
    ['DT', '0000000000000000', 0],
    ['DT', '9302310801123456', 0],
    ['DTL', '000000000000000000000000', 0],
    ['DTL', '07b201010500000ffffffff0', 0],
    ['STRING', '0a0b00000000000000000000', 10],
    ['STRING', '02030000000000', 5],
    ['WSTRING', '00020003000000000000', 3],
  ] as const)('%s %s is Bad', (type, bytes, length) => {
    const codec = codecOf(type, length);
    const view = viewOf(bytes);
    expect(codec.nan).toBe('bad');
    expect(codec.read(view, 0)).toBeNaN();
    expect(codec.readExact?.(view, 0)).toBeUndefined();
  });
});

describe('a value that a type cannot hold', () => {
  it.each([
    ['INT', 32_768, 'NX_VALUE_RANGE'],
    ['INT', 1.7, 'NX_VALUE_TYPE'],
    ['INT', 'abc', 'NX_VALUE_TYPE'],
    ['INT', true, 'NX_VALUE_TYPE'],
    ['BYTE', 256, 'NX_VALUE_RANGE'],
    ['BOOL', 2, 'NX_VALUE_RANGE'],
    ['BOOL', 'on', 'NX_VALUE_TYPE'],
    ['LINT', 2 ** 63, 'NX_VALUE_RANGE'],
    ['ULINT', -1n, 'NX_VALUE_RANGE'],
    ['REAL', 1e300, 'NX_VALUE_RANGE'],
    ['REAL', true, 'NX_VALUE_TYPE'],
    ['S5TIME', 9_995, 'NX_VALUE_RANGE'],
    ['S5TIME', 99_910, 'NX_VALUE_RANGE'],
    ['DATE', DATE_US + 1, 'NX_VALUE_RANGE'],
    ['DT', DATE_US + 1, 'NX_VALUE_RANGE'],
    ['DTL', -1, 'NX_VALUE_RANGE'],
    ['COUNTER', 1_000, 'NX_VALUE_RANGE'],
    ['TOD', 86_400_000, 'NX_VALUE_RANGE'],
    ['STRING', 'a'.repeat(21), 'NX_VALUE_RANGE'],
    ['STRING', '€', 'NX_VALUE_TYPE'],
    ['STRING', 7, 'NX_VALUE_TYPE'],
    ['CHAR', 'a\0b', 'NX_VALUE_TYPE'],
    ['WSTRING', 'a'.repeat(21), 'NX_VALUE_RANGE'],
  ] as const)('is refused: %s %s', (type, value, code) => {
    const view = new DataView(new ArrayBuffer(64));
    expect(() => codecOf(type, 20).write(view, 0, value)).toThrow(expect.objectContaining({ code }));
  });
});
