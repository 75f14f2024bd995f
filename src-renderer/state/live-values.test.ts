import { describe, expect, it } from 'vitest';
import type { PointBatch, TypedCell } from '../../src-shared/domain/point-batch.ts';
import { STATUS } from '../../src-shared/domain/quality.ts';
import { LiveValues } from './live-values.ts';

interface Row {
  readonly tag: number;
  readonly value: number;
  readonly status?: number;
  readonly timeUs?: number;
}

const batch = (rows: readonly Row[], cells: readonly TypedCell[] = []): PointBatch => ({
  count: rows.length,
  device: 0,
  origin: 'local',
  receivedUs: 0,
  tag: Uint32Array.from(rows, (row) => row.tag),
  timeUs: Float64Array.from(rows, (row) => row.timeUs ?? 1_000),
  value: Float64Array.from(rows, (row) => row.value),
  status: Uint32Array.from(rows, (row) => row.status ?? STATUS.Good),
  cells,
});

describe('the live values of a page', () => {
  it('keep the last usable number and its time under a Bad point', () => {
    const values = new LiveValues();
    values.apply(batch([{ tag: 3, value: 8.42, timeUs: 1_000 }]));
    values.apply(batch([{ tag: 3, value: Number.NaN, status: STATUS.BadNoCommunication, timeUs: 2_000 }]));
    expect([values.value[3], values.usableUs[3], values.status[3]]).toEqual([8.42, 1_000, STATUS.BadNoCommunication]);
    expect(values.version[3]).toBe(2);
  });

  it('take a NaN of good quality as the value it is', () => {
    const values = new LiveValues();
    values.apply(batch([{ tag: 0, value: 1 }]));
    values.apply(batch([{ tag: 0, value: Number.NaN }]));
    expect(values.value[0]).toBeNaN();
  });

  it('grow for tags of any number and know which were never seen', () => {
    const values = new LiveValues();
    values.apply(batch([{ tag: 49_999, value: 7 }]));
    expect(values.value[49_999]).toBe(7);
    expect([values.seen(49_999), values.seen(49_998), values.seen(1_000_000)]).toEqual([true, false, false]);
  });

  it('hold what is no float64 as exact text', () => {
    const values = new LiveValues();
    const rows = [0, 1, 2].map((tag) => ({ tag, value: Number.NaN }));
    values.apply(
      batch(rows, [
        { row: 0, kind: 'string', value: 'NX-2041' },
        { row: 1, kind: 'int64', value: -9_007_199_254_740_993n },
        { row: 2, kind: 'bytes', value: Uint8Array.of(0, 255) },
      ]),
    );
    expect([0, 1, 2].map((tag) => values.text(tag))).toEqual(['NX-2041', '-9007199254740993', '00 ff']);
  });

  it('follow tags to their new numbers and forget those that are gone', () => {
    const values = new LiveValues();
    values.apply(
      batch(
        [
          { tag: 1, value: 10 },
          { tag: 2, value: 20 },
        ],
        [{ row: 0, kind: 'string', value: 'one' }],
      ),
    );
    values.renumber(new Map([[1, 2]]));
    expect([values.value[2], values.text(2)]).toEqual([10, 'one']);
    expect([values.seen(1), values.text(1)]).toEqual([false, undefined]);
  });

  it('tell listeners of each batch until they leave', () => {
    const values = new LiveValues();
    let heard = 0;
    const leave = values.onBatch(() => heard++);
    values.apply(batch([{ tag: 0, value: 1 }]));
    leave();
    values.apply(batch([{ tag: 0, value: 2 }]));
    expect(heard).toBe(1);
  });
});
