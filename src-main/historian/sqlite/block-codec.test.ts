import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TypedCell } from '../../../src-shared/domain/point-batch.ts';
import { seededRandom } from '../../log/counter-frame.ts';
import type { Columns } from '../columns.ts';
import { decodeBlock, encodeBlock } from './block-codec.ts';

const bitsOf = (column: Float64Array): string[] => [...new BigUint64Array(column.slice().buffer)].map(String);

function expectSame(actual: Columns, expected: Columns): void {
  expect(bitsOf(actual.timeUs)).toEqual(bitsOf(expected.timeUs));
  expect(bitsOf(actual.value)).toEqual(bitsOf(expected.value));
  expect(actual.status).toEqual(expected.status);
  expect(actual.flags).toEqual(expected.flags);
  expect(actual.cells).toEqual(expected.cells);
}

function decodeOrRefuse(block: Buffer): Columns | undefined {
  try {
    return decodeBlock(block);
  } catch {
    return undefined;
  }
}

const anyDouble = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, -0, 0, Infinity, -Infinity, 5e-324, 1.7e308));
const anyCell = fc.oneof(
  fc.record({ row: fc.nat(100), kind: fc.constant('string' as const), value: fc.string({ unit: 'grapheme' }) }),
  fc.record({ row: fc.nat(100), kind: fc.constant('int64' as const), value: fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n) }),
  fc.record({ row: fc.nat(100), kind: fc.constant('uint64' as const), value: fc.bigInt(0n, 2n ** 64n - 1n) }),
);
const anyColumns: fc.Arbitrary<Columns> = fc
  .tuple(
    fc.array(fc.tuple(anyDouble, anyDouble, fc.nat(0xffffffff), fc.nat(255)), { maxLength: 300 }),
    fc.array(anyCell, { maxLength: 5 }),
  )
  .map(([rows, cells]) => ({
    timeUs: Float64Array.from(rows, (row) => row[0]),
    value: Float64Array.from(rows, (row) => row[1]),
    status: Uint32Array.from(rows, (row) => row[2]),
    flags: Uint8Array.from(rows, (row) => row[3]),
    cells: cells as TypedCell[],
  }));

/** 1,000 points at 1 Hz with the jitter of a gateway's clock (± 2 ms) and full-precision random-walk values. */
function randomWalk(count: number): Columns {
  const random = seededRandom(7);
  let level = 50;
  return {
    timeUs: Float64Array.from(
      { length: count },
      (_, i) => 1_763_700_000e6 + i * 1e6 + Math.floor((random() - 0.5) * 4_000),
    ),
    value: Float64Array.from({ length: count }, () => (level += random() - 0.5)),
    status: new Uint32Array(count),
    flags: new Uint8Array(count),
    cells: [],
  };
}

describe('the codec of blocks', () => {
  it('gives back every bit of whatever went in', () => {
    const property = fc.property(anyColumns, (columns) => expectSame(decodeBlock(encodeBlock(columns)), columns));
    expect(fc.check(property, { numRuns: 500 })).toMatchObject({ failed: false });
  });

  it('takes at most 12 bytes a point for a random walk at 1 Hz, and less than 1 for a regular, constant signal', () => {
    const walk = encodeBlock(randomWalk(1_000));
    expect(walk.length / 1_000).toBeLessThan(12);
    const steady = {
      ...randomWalk(1_000),
      timeUs: Float64Array.from({ length: 1_000 }, (_, i) => 1_763_700_000e6 + i * 1e6),
    };
    expect(encodeBlock({ ...steady, value: new Float64Array(1_000).fill(21.5) }).length / 1_000).toBeLessThan(1);
  });

  it('throws for damaged bytes and never gives back a wrong value', () => {
    const columns = randomWalk(200);
    const block = encodeBlock(columns);
    const random = seededRandom(9);
    let refused = 0;
    for (let i = 0; i < 500; i++) {
      const hurt = Buffer.from(block);
      hurt[Math.floor(random() * hurt.length)]! ^= 1 << Math.floor(random() * 8);
      const decoded = decodeOrRefuse(hurt);
      if (!decoded) refused++;
      expectSame(decoded ?? columns, columns);
    }
    expect(refused).toBeGreaterThan(450);
  });
});
