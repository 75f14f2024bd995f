import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BYTE_ORDERS, BYTE_ORDERS_64, type ByteOrder, type DataType } from '../../../../src-shared/domain/data-type.ts';
import { decodeBytes, sizeOf } from '../../../../src-shared/domain/decode-bytes.ts';
import { AREAS } from '../area.ts';
import { makeCodec } from '../codec.ts';
import type { ModbusType } from '../data-types.ts';

const WIDE: readonly ModbusType[] = ['int32', 'uint32', 'float32', 'bcd32'];
const WIDEST: readonly ModbusType[] = ['int64', 'uint64', 'float64'];
const WAYS: readonly (readonly [ModbusType, ByteOrder])[] = [
  ...(['int16', 'uint16', 'bcd16'] as const).flatMap((type) =>
    (['ABCD', 'BADC'] as const).map((order) => [type, order] as const),
  ),
  ...WIDE.flatMap((type) => BYTE_ORDERS.map((order) => [type, order] as const)),
  ...WIDEST.flatMap((type) => [...BYTE_ORDERS, ...BYTE_ORDERS_64].map((order) => [type, order] as const)),
];
const bytesOf = (type: DataType) => fc.uint8Array({ minLength: sizeOf(type), maxLength: sizeOf(type) });

/** What the driver makes of the same bytes. */
function byDriver(bytes: Uint8Array, dataType: ModbusType, order: ByteOrder): number | bigint | undefined {
  const target = { area: AREAS.holding, wire: 0, count: bytes.length / 2, dataType, order, bits: undefined, length: 0 };
  const codec = makeCodec(target);
  const view = new DataView(Uint8Array.from(bytes).buffer);
  const exact = codec.readExact?.(view, 0);
  const value = typeof exact === 'bigint' ? exact : codec.read(view, 0);
  return typeof value === 'number' && !Number.isFinite(value) ? undefined : value;
}

describe('bytes that are looked at', () => {
  it.each(WAYS)('mean as %s %s what a tag reads there', (type, order) => {
    fc.assert(
      fc.property(bytesOf(type), (bytes) => {
        const seen = decodeBytes(bytes, type, order)!.number;
        const read = byDriver(bytes, type, order);
        if (seen === undefined || read === undefined) return seen === read;
        if (type === 'float32') return Math.fround(Number(seen)) === read;
        return typeof seen === typeof read ? seen === read : BigInt(seen) === BigInt(read);
      }),
    );
  });

  it('in plain order are what a DataView reads', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 8, maxLength: 8 }), (bytes) => {
        const view = new DataView(Uint8Array.from(bytes).buffer);
        expect(decodeBytes(bytes, 'int32', 'ABCD')!.number).toBe(view.getInt32(0));
        expect(decodeBytes(bytes, 'int32', 'DCBA')!.number).toBe(view.getInt32(0, true));
        expect(decodeBytes(bytes, 'uint64', 'HGFEDCBA')!.number).toBe(view.getBigUint64(0, true));
        expect(decodeBytes(bytes, 'int8', 'ABCD')!.number).toBe(view.getInt8(0));
      }),
    );
  });

  it('are hardly meant where they give no number, or one beyond all measures', () => {
    const plausible = (type: DataType, ...bytes: number[]) =>
      decodeBytes(Uint8Array.from(bytes), type, 'ABCD')!.isPlausible;
    expect(plausible('float32', 0x41, 0x07, 0xae, 0x14)).toBe(true);
    expect(plausible('float32', 0, 0, 0, 0)).toBe(true);
    expect(plausible('float32', 0x7f, 0xc0, 0, 0)).toBe(false);
    expect(plausible('float32', 0, 0, 0, 1)).toBe(false);
    expect(plausible('float32', 0x7f, 0, 0, 0)).toBe(false);
    expect(plausible('bcd16', 0x1a, 0)).toBe(false);
    expect(plausible('string', 0x41, 0x42, 0, 0)).toBe(true);
    expect(plausible('string', 0x41, 0x07)).toBe(false);
  });

  it.each([
    ['float32', [0x41, 0x07, 0xae, 0x14], '8.48'],
    ['float32', [0xb2, 0x14, 0x2c, 0x6f], '−8.62e-9'],
    ['int32', [0xff, 0xff, 0xff, 0xff], '−1'],
    ['string', [0x42, 0x41, 0x52, 0x00], '"BAR"'],
    ['bits', [0x41, 0x07], '01000001 00000111'],
    ['bcd32', [0x12, 0x34, 0x56, 0x78], '12345678'],
  ] as const)('%s %j are told as %s', (type, bytes, text) => {
    expect(decodeBytes(Uint8Array.from(bytes), type, 'ABCD')!.text).toBe(text);
  });

  it('of a text may be swapped in each register', () => {
    expect(decodeBytes(Uint8Array.of(0x41, 0x42, 0x00, 0x52), 'string', 'BADC')!.text).toBe('"BAR"');
  });

  it('that are too few give nothing', () => {
    expect(decodeBytes(Uint8Array.of(1, 2), 'float32', 'ABCD')).toBeUndefined();
  });
});
