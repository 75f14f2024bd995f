import { describe, expect, it } from 'vitest';
import { statsOf } from './block-stats.ts';
import type { Columns } from './columns.ts';
import { bucketSeries, clipGaps, type Piece, rawSeries } from './query.ts';

const columnsAt = (...times: number[]): Columns => ({
  timeUs: Float64Array.from(times),
  value: Float64Array.from(times, (us) => us * 10),
  status: new Uint32Array(times.length),
  cells: [],
});

/** A stored block; `reads` counts how often its points were read. */
function block(columns: Columns): Piece & { reads: number } {
  return {
    startUs: columns.timeUs[0]!,
    endUs: columns.timeUs.at(-1)!,
    count: columns.timeUs.length,
    stats: statsOf(columns),
    reads: 0,
    load() {
      this.reads++;
      return columns;
    },
  };
}

describe('a query over pieces', () => {
  it('merges pieces that overlap and leaves the others as they are', () => {
    const pieces = [block(columnsAt(1, 5, 9)), block(columnsAt(3, 4)), block(columnsAt(9, 12))];
    const { series } = rawSeries(pieces, { fromUs: 2, toUs: 12 }, 100);
    expect([...series.timeUs]).toEqual([3, 4, 5, 9, 9]);
  });

  it('does not read a block that lies inside one bucket', () => {
    const inside = block(columnsAt(11, 12, 18));
    const across = block(columnsAt(19, 21));
    const { series } = bucketSeries([inside, across], { fromUs: 10, toUs: 30 }, 2);
    expect(inside.reads).toBe(0);
    expect(across.reads).toBe(1);
    expect(series).toMatchObject({
      timeUs: Float64Array.of(10, 20),
      count: Float64Array.of(4, 1),
      min: Float64Array.of(110, 210),
      max: Float64Array.of(190, 210),
      last: Float64Array.of(190, 210),
    });
  });

  it('takes nothing outside the range into the last bucket, whose width is rounded up', () => {
    const { series } = bucketSeries([block(columnsAt(0, 9, 10, 11))], { fromUs: 0, toUs: 10 }, 3);
    expect(series).toMatchObject({ widthUs: 4, count: Float64Array.of(1, 1) });
  });

  it('reports a damaged piece as a gap', () => {
    const damaged: Piece = { startUs: 5, endUs: 7, count: 3, load: () => undefined };
    const { series, gaps } = rawSeries([block(columnsAt(1, 2)), damaged], { fromUs: 0, toUs: 10 }, 100);
    expect([...series.timeUs]).toEqual([1, 2]);
    expect(gaps).toEqual([{ fromUs: 5, toUs: 8, reason: 'dropped' }]);
  });

  it('refuses before it reads when whole pieces exceed the limit, and names a range that fits', () => {
    const piece = block(columnsAt(1, 2, 3, 4));
    expect(() => rawSeries([piece], { fromUs: 0, toUs: 8e6 }, 2)).toThrow(/NX_HISTORY_TOO_LARGE/);
    expect(piece.reads).toBe(0);
    expect(() => rawSeries([piece], { fromUs: 2, toUs: 5 }, 2)).toThrow(/3 or more points/);
    expect(rawSeries([piece], { fromUs: 2, toUs: 4 }, 2).series.timeUs.length).toBe(2);
  });

  it('joins gaps of one reason that touch, and keeps reasons apart', () => {
    const gaps = [
      { fromUs: 8, toUs: 20, reason: 'restart' },
      { fromUs: 1, toUs: 9, reason: 'restart' },
      { fromUs: 5, toUs: 30, reason: 'stopped' },
    ] as const;
    expect(clipGaps(gaps, { fromUs: 3, toUs: 25 })).toEqual([
      { fromUs: 3, toUs: 20, reason: 'restart' },
      { fromUs: 5, toUs: 25, reason: 'stopped' },
    ]);
    expect(clipGaps(gaps, { fromUs: 40, toUs: 50 })).toEqual([]);
  });
});
