import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LogRecords, type TestPoint } from '../../log-records.ts';
import { type OrderedBatch, orderBatch } from './batch-order.ts';
import { LaneBatch, NO_SLOT } from './lane-batch.ts';

/** Ids that run against the order of the slots. */
const ids = Int32Array.of(0, 40, 30, 20, 10);

interface Part {
  readonly epoch: number;
  readonly points: readonly TestPoint[];
}

function batchOf(parts: readonly Part[]): LaneBatch {
  const log = new LogRecords();
  const batch = new LaneBatch();
  // The numbers 1 to 4 in this order.
  log.batch(['t1', 't2', 't3', 't4'].map((tag) => ({ tag, timeUs: 0, value: 0 })));
  for (const { epoch, points } of parts) batch.add(log.batch(points, { epoch }), (tag) => (tag > 4 ? NO_SLOT : tag));
  return batch;
}

function keysOf(batch: LaneBatch, { rows }: OrderedBatch): number[][] {
  return [...rows].map((row) => [ids[batch.slot[row]!]!, batch.timeUs[row]!, batch.epoch[row]!]);
}

const key = fc.record({
  tag: fc.constantFrom('t1', 't2', 't3', 't4'),
  timeUs: fc.nat(20),
  value: fc.nat(1),
});
const part = fc.record({ epoch: fc.nat(2), points: fc.array(key, { minLength: 1, maxLength: 30 }) });

describe('a batch in the order of the table', () => {
  it('has each key once, the first point of it, whatever the order in which points came', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const batch = batchOf(parts);
        const order = orderBatch(batch, ids);
        const firstOf = new Map<string, number>();
        let differing = 0;
        for (let row = 0; row < batch.count; row++) {
          const name = [ids[batch.slot[row]!], batch.timeUs[row], batch.epoch[row]].join(' ');
          const first = firstOf.get(name);
          if (first === undefined) firstOf.set(name, row);
          else if (batch.value[first] !== batch.value[row]) differing++;
        }
        const keys = keysOf(batch, order);
        const sorted = keys.toSorted((a, b) => a[0]! - b[0]! || a[1]! - b[1]! || a[2]! - b[2]!);
        expect(keys).toEqual(sorted);
        expect([...order.rows].toSorted((a, b) => a - b)).toEqual([...firstOf.values()].toSorted((a, b) => a - b));
        expect(order.aside.map(({ reason }) => reason)).toEqual(Array.from({ length: differing }, () => 'conflict'));
      }),
    );
  });

  it('tells of each tag from when to when it stores, and the latest epoch', () => {
    const batch = batchOf([
      {
        epoch: 1,
        points: [
          { tag: 't1', timeUs: 9, value: 1 },
          { tag: 't4', timeUs: 5, value: 1 },
        ],
      },
      { epoch: 0, points: [{ tag: 't1', timeUs: 3, value: 1 }] },
    ]);
    const { stretches } = orderBatch(batch, ids);
    expect(stretches).toEqual({
      count: 2,
      tagId: Int32Array.of(10, 40),
      epoch: Int32Array.of(1, 1),
      fromUs: Float64Array.of(5, 3),
      toUs: Float64Array.of(5, 9),
    });
  });

  it('puts aside what has no tag or no time that a database can hold', () => {
    const times = [Number.NaN, Number.POSITIVE_INFINITY, 1e19, -1e18, 7];
    const batch = batchOf([
      { epoch: 0, points: times.map((timeUs) => ({ tag: 't2', timeUs, value: 1 })) },
      { epoch: 0, points: [{ tag: 'nobody', timeUs: 7, value: 1 }] },
    ]);
    const { rows, aside } = orderBatch(batch, ids);
    expect([...rows]).toEqual([4]);
    expect(aside.map(({ row, reason }) => [row, reason])).toEqual([
      [0, 'time'],
      [1, 'time'],
      [2, 'time'],
      [3, 'time'],
      [5, 'tag'],
    ]);
  });

  it('leaves out the first rows, of records that are stored already', () => {
    const batch = batchOf([
      {
        epoch: 0,
        points: [
          { tag: 't1', timeUs: 1, value: 1 },
          { tag: 't1', timeUs: 2, value: 1 },
        ],
      },
      { epoch: 0, points: [{ tag: 't1', timeUs: 1, value: 5 }] },
    ]);
    const skip = batch.rowsUpTo(batch.seqOf(1));
    expect(skip).toBe(2);
    expect(orderBatch(batch, ids, skip)).toMatchObject({ rows: Uint32Array.of(2), aside: [] });
    expect([batch.seqOf(0), batch.seqOf(2)]).toEqual([2, 3]);
  });

  it('tells texts and exact integers apart where the numbers beside them are the same', () => {
    const same = { tag: 't1', timeUs: 1, value: Number.NaN };
    const batch = batchOf([
      {
        epoch: 0,
        points: [
          { ...same, text: 'a' },
          { ...same, text: 'a' },
          { ...same, text: 'b' },
          { ...same, int64: 1n },
        ],
      },
    ]);
    expect(orderBatch(batch, ids).aside.map(({ row }) => row)).toEqual([2, 3]);
  });
});
