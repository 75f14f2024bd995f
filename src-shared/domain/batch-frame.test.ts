import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBatch, encodeBatch, encodeBatchInto, frameSize } from './batch-frame.ts';
import type { PointBatch, TypedCell } from './point-batch.ts';

const cell = (row: number): fc.Arbitrary<TypedCell> =>
  fc.oneof(
    fc.string({ unit: 'binary' }).map((value) => ({ row, kind: 'string' as const, value })),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => ({ row, kind: 'int64' as const, value })),
    fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((value) => ({ row, kind: 'uint64' as const, value })),
    fc.uint8Array().map((value) => ({ row, kind: 'bytes' as const, value: new Uint8Array(value) })),
  );

const batch: fc.Arbitrary<PointBatch> = fc.integer({ min: 0, max: 20 }).chain(
  (count) =>
    fc.record({
      count: fc.constant(count),
      device: fc.nat(),
      origin: fc.constantFrom('local' as const, 'remote' as const, 'import' as const),
      receivedUs: fc.integer({ min: 0 }),
      tag: fc.uint32Array({ minLength: count, maxLength: count }),
      timeUs: fc.float64Array({ minLength: count, maxLength: count, noNaN: true }),
      value: fc.float64Array({ minLength: count, maxLength: count }),
      status: fc.uint32Array({ minLength: count, maxLength: count }),
      serverUs: fc.float64Array({ minLength: count, maxLength: count, noNaN: true }),
      flags: fc.uint8Array({ minLength: count, maxLength: count }),
      cells:
        count === 0
          ? fc.constant([])
          : fc.tuple(cell(0), cell(count - 1)).map(([a, b]) => (count === 1 ? [a] : [a, b])),
    }) as fc.Arbitrary<PointBatch>,
);

describe('the frame of a batch', () => {
  it('gives back every column, also at an offset of a larger buffer', () => {
    fc.assert(
      fc.property(batch, fc.nat(7), (given, shift) => {
        const size = frameSize(given);
        const buffer = new ArrayBuffer(64 + size);
        expect(encodeBatchInto(given, buffer, 16)).toBe(size);
        const moved = new ArrayBuffer(shift + size);
        new Uint8Array(moved).set(new Uint8Array(buffer, 16, size), shift);
        const decoded = decodeBatch(moved, shift, size);
        const expected = given.cells?.length ? given : { ...given, cells: undefined };
        expect({ ...decoded, cells: decoded.cells }).toEqual(expected);
      }),
    );
  });

  it('leaves out the columns that a batch does not have', () => {
    const given: PointBatch = {
      count: 1,
      device: 3,
      origin: 'local',
      receivedUs: 5,
      tag: Uint32Array.of(7),
      timeUs: Float64Array.of(4),
      value: Float64Array.of(1.5),
      status: Uint32Array.of(0),
    };
    const frame = encodeBatch(given);
    expect(frame.byteLength).toBe(24 + 8 + 8 + 4 + 4);
    expect(decodeBatch(frame)).toEqual(given);
  });

  it('refuses bytes that are cut short instead of inventing points', () => {
    fc.assert(
      fc.property(batch, fc.integer({ min: 1, max: 200 }), (given, cut) => {
        const frame = encodeBatch(given);
        fc.pre(cut <= frame.byteLength);
        expect(() => decodeBatch(frame.slice(0, frame.byteLength - cut))).toThrow(RangeError);
      }),
    );
  });
});
