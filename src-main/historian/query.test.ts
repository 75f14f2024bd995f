import { describe, expect, it } from 'vitest';
import type { SeriesAnswer } from '../../src-shared/domain/series.ts';
import { statsOf } from './block-stats.ts';
import { bucketGrid } from './bucket-grid.ts';
import { bucketSeries } from './bucket-query.ts';
import { type Columns, makeColumns } from './columns.ts';
import { clipGaps, type HistoryView, type Piece, type TimeRange } from './query.ts';
import { QueryTurn } from './query-turn.ts';
import { rawSeries } from './raw-query.ts';

const columnsAt = (...times: number[]): Columns => ({
  ...makeColumns(times.length),
  timeUs: Float64Array.from(times),
  value: Float64Array.from(times, (us) => us * 10),
});

/** A stored block; `reads` counts how often its points were read. */
function block(columns: Columns): Piece & { reads: number } {
  return {
    startUs: columns.timeUs[0]!,
    endUs: columns.timeUs.at(-1)!,
    epoch: 0,
    rank: 0,
    count: columns.timeUs.length,
    stats: statsOf(columns),
    reads: 0,
    load() {
      this.reads++;
      return columns;
    },
  };
}

const viewOf = (pieces: readonly Piece[]): HistoryView => ({
  pieces: ({ fromUs, toUs }) => pieces.filter(({ startUs, endUs }) => endUs >= fromUs && startUs < toUs),
  cells: () => [],
  unsettled: [],
  rawFromUs: Number.NEGATIVE_INFINITY,
});
const turn = (signal?: AbortSignal): QueryTurn => new QueryTurn(() => 0, signal);
const raw = (pieces: readonly Piece[], range: TimeRange, limit: number): Promise<SeriesAnswer> =>
  rawSeries(viewOf(pieces), range, { limit }, turn());
const inBuckets = (pieces: readonly Piece[], range: TimeRange, buckets: number): Promise<SeriesAnswer> =>
  bucketSeries(viewOf(pieces), range, bucketGrid(range, buckets), turn());

describe('a query over pieces', () => {
  it('merges pieces that share their time and leaves the others as they are', async () => {
    const pieces = [block(columnsAt(1, 5, 9)), block(columnsAt(3, 4)), block(columnsAt(9, 12))];
    const { series } = await raw(pieces, { fromUs: 2, toUs: 12 }, 100);
    expect([...series.timeUs]).toEqual([3, 4, 5, 9]);
  });

  it('does not read a block that lies inside one bucket', async () => {
    const inside = block(columnsAt(11, 12, 18));
    const across = block(columnsAt(19, 21));
    const { series } = await inBuckets([inside, across], { fromUs: 10, toUs: 30 }, 2);
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

  it('takes nothing outside the range into the last bucket, whose width is rounded up', async () => {
    const { series } = await inBuckets([block(columnsAt(0, 9, 10, 11))], { fromUs: 0, toUs: 10 }, 3);
    expect(series).toMatchObject({ widthUs: 4, count: Float64Array.of(1, 1) });
  });

  it('reports a damaged piece as a gap', async () => {
    const damaged: Piece = { startUs: 5, endUs: 7, epoch: 0, rank: 0, count: 3, load: () => undefined };
    const { series, gaps } = await raw([block(columnsAt(1, 2)), damaged], { fromUs: 0, toUs: 10 }, 100);
    expect([...series.timeUs]).toEqual([1, 2]);
    expect(gaps).toEqual([{ fromUs: 5, toUs: 8, reason: 'dropped' }]);
  });

  it('refuses before it reads when whole pieces exceed the limit, and names a range that fits', async () => {
    const piece = block(columnsAt(1, 2, 3, 4));
    await expect(raw([piece], { fromUs: 0, toUs: 8e6 }, 2)).rejects.toThrow(/NX_HISTORY_TOO_LARGE/);
    expect(piece.reads).toBe(0);
    await expect(raw([piece], { fromUs: 2, toUs: 5 }, 2)).rejects.toThrow(/3 or more points/);
    expect((await raw([piece], { fromUs: 2, toUs: 4 }, 2)).series.timeUs.length).toBe(2);
  });

  it('does not list all that a range of years holds only to refuse it', async () => {
    let listed = 0;
    const endless = function* (): Generator<Piece> {
      for (let start = 0; ; start += 10, listed++) yield block(columnsAt(start, start + 1, start + 2));
    };
    const view = { ...viewOf([]), pieces: endless };
    const refused = rawSeries(view, { fromUs: 0, toUs: 1e15 }, { limit: 300 }, turn());
    await expect(refused).rejects.toMatchObject({ code: 'NX_HISTORY_TOO_LARGE', context: { suggestedRangeUs: 992 } });
    expect(listed).toBe(100);
  });

  it('stops when it is called off', async () => {
    const asked = new AbortController();
    let [ms, reads] = [0, 0];
    const pieces = Array.from({ length: 100 }, (_, i) => {
      const piece = block(columnsAt(i * 10, i * 10 + 1));
      return { ...piece, load: () => (reads++, (ms += 5), piece.load()) };
    });
    const busy = new QueryTurn(() => ms, asked.signal);
    const answer = rawSeries(viewOf(pieces), { fromUs: 0, toUs: 1_000 }, { limit: 1_000 }, busy);
    asked.abort();
    await expect(answer).rejects.toMatchObject({ code: 'NX_CANCELLED' });
    expect(reads).toBeLessThan(5);
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
