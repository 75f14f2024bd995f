import { beforeEach, expect, it } from 'vitest';
import { POINT_FLAG } from '../../src-shared/domain/point-batch.ts';
import { STATUS } from '../../src-shared/domain/quality.ts';
import type { BatchRecord } from '../log/log-reader.ts';
import { LogRecords } from './log-records.ts';
import { numbers, SECOND, START, type StoreBench } from './store-bench.ts';

/** What every store must do of a scan; that it answers like a sorted list is part of the key conformance. */
export function scanConformance(bench: () => StoreBench): void {
  let log: LogRecords;

  beforeEach(() => {
    log = new LogRecords();
  });

  /** One point a second, 500 of them a record. */
  const ramp = (count: number, from = 0): BatchRecord[] =>
    numbers(Math.ceil(count / 500)).map((i) => {
      const seconds = numbers(Math.min(500, count - i * 500), from + i * 500);
      return log.batch(seconds.map((n) => ({ tag: 'tag a', timeUs: START + n * SECOND, value: n })));
    });

  it('scans a range in pieces of at most so many rows that rise in time, the end of the range left out', async () => {
    await bench().feed([...ramp(3_000), ...ramp(2_000, 4_000), ...ramp(1_000, 3_000)]);
    for (const stage of ['taken', 'sealed', 'tidied']) {
      if (stage === 'sealed') await bench().seal();
      if (stage === 'tidied') await bench().tidy();
      const range = { fromUs: START + 10 * SECOND, toUs: START + 5_990 * SECOND };
      const { value, rows } = await bench().scan({ ...range, rows: 700 });
      expect(value).toEqual(numbers(5_980, 10));
      expect(Math.max(...rows)).toBeLessThanOrEqual(700);
      expect(Math.min(...rows)).toBeGreaterThan(0);
      expect((await bench().scan({ ...range, tagUid: 'tag c' })).rows).toEqual([]);
      expect((await bench().scan({ fromUs: START + 9_000 * SECOND })).rows).toEqual([]);
    }
  });

  it('scans with quality, flags, and values that a float64 cannot carry', async () => {
    const at = (n: number) => ({ tag: 'tag a', timeUs: START + n * SECOND });
    await bench().feed([
      log.batch([
        { ...at(0), value: 1, status: STATUS.Uncertain, flags: POINT_FLAG.historical },
        { ...at(1), value: Number.NaN, status: STATUS.BadNoCommunication },
        { ...at(2), value: Number.NaN, text: 'Überlauf' },
        { ...at(3), value: 9_007_199_254_740_992, int64: 9_007_199_254_740_993n },
      ]),
    ]);
    for (const stage of ['taken', 'sealed']) {
      if (stage === 'sealed') await bench().seal();
      const scanned = await bench().scan({ rows: 3 });
      expect(scanned.status).toEqual([STATUS.Uncertain, STATUS.BadNoCommunication, STATUS.Good, STATUS.Good]);
      expect(scanned.flags).toEqual([POINT_FLAG.historical, 0, 0, 0]);
      expect(scanned.value.slice(0, 2)).toEqual([1, Number.NaN]);
      expect(scanned.cells).toEqual([
        { row: 2, kind: 'string', value: 'Überlauf' },
        { row: 3, kind: 'int64', value: 9_007_199_254_740_993n },
      ]);
    }
  });

  it('keeps the points of one time and several epochs in one piece', async () => {
    const at = (n: number, epoch: number) =>
      log.batch([{ tag: 'tag a', timeUs: START + n * SECOND, value: n * 10 + epoch }], { epoch });
    await bench().feed(numbers(3).flatMap((epoch) => numbers(4).map((n) => at(n, epoch))));
    const all = await bench().scan({ epochs: 'all', rows: 1 });
    expect(all.value).toEqual([0, 1, 2, 10, 11, 12, 20, 21, 22, 30, 31, 32]);
    expect(all.epoch).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2]);
    expect(all.rows).toEqual([3, 3, 3, 3]);
    const latest = await bench().scan({ rows: 1 });
    expect(latest).toMatchObject({ value: [2, 12, 22, 32], epoch: [], rows: [1, 1, 1, 1] });
  });

  it('is not disturbed by what comes, is sealed or tidied up while it goes on', async () => {
    await bench().feed(ramp(4_000));
    const seen: number[] = [];
    let piece = 0;
    for await (const { value } of bench().pieces({ rows: 400 })) {
      seen.push(...value);
      if (piece === 2)
        await bench().feed([
          log.batch([{ tag: 'tag a', timeUs: START + 0.5 * SECOND, value: -1 }]),
          ...ramp(500, 4_000),
        ]);
      if (piece === 4) await bench().seal();
      if (piece === 6) await bench().tidy();
      piece++;
    }
    expect(seen.slice(0, 4_000)).toEqual(numbers(4_000));
    // What comes after the place where the scan is may be part of it.
    expect(numbers(500, 4_000).slice(0, seen.length - 4_000)).toEqual(seen.slice(4_000));
  });

  it('ends a scan with NX_CANCELLED once its signal is aborted', async () => {
    await bench().feed(ramp(2_000));
    const asked = new AbortController();
    const seen: number[] = [];
    const scan = async (): Promise<void> => {
      for await (const { value } of bench().pieces({ rows: 300 }, asked.signal)) {
        seen.push(...value);
        asked.abort();
      }
    };
    await expect(scan()).rejects.toMatchObject({ code: 'NX_CANCELLED' });
    expect(seen).toEqual(numbers(300));
    await expect(bench().pieces({}, AbortSignal.abort())[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: 'NX_CANCELLED',
    });
  });

  it('lends nothing to scans that were left after their first piece', async () => {
    await bench().feed(ramp(2_000));
    const first = async (): Promise<number> => {
      for await (const { value } of bench().pieces({ rows: 50 })) return value.length;
      return 0;
    };
    for (let i = 0; i < 40; i++) expect(await first()).toBe(50);
    // Asked once each, and neither ended nor gone on with: the store still answers, takes points and closes.
    const held = numbers(15).map(() => bench().pieces({ rows: 50 })[Symbol.asyncIterator]());
    for (const scan of held) expect((await scan.next()).value?.value.length).toBe(50);
    await bench().feed(ramp(100, 2_000));
    expect(await bench().values()).toEqual(numbers(2_100));
    for (const scan of held) await scan.return?.();
  });
}
