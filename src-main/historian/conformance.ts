import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { STATUS } from '../../src-shared/domain/quality.ts';
import type { BatchRecord } from '../log/log-reader.ts';
import { keyConformance } from './key-conformance.ts';
import { LogRecords } from './log-records.ts';
import { scanConformance } from './scan-conformance.ts';
import type { SeriesQuery } from './store.ts';
import { numbers, PROJECT, SECOND, START, StoreBench, type StoreUnderTest } from './store-bench.ts';
import { upkeepConformance } from './upkeep-conformance.ts';

/** What every store must do. `make` gives a fresh place. */
export function historyStoreConformance(name: string, make: () => Promise<StoreUnderTest>): void {
  describe(`${name} as a store of history`, () => {
    let bench: StoreBench;
    const fresh = async (): Promise<void> => {
      await bench?.clear();
      bench = new StoreBench(await make());
      await bench.open();
    };

    beforeEach(async () => {
      bench = new StoreBench(await make());
      await bench.open();
    });

    afterEach(() => bench.clear());

    const feed = (records: readonly BatchRecord[]): Promise<void> => bench.feed(records);
    /** One point a second of two tags, `count` of them from `from`, ten seconds a record; tag b is 1,000 higher. */
    const ramp = (log: LogRecords, count: number, from = 0): BatchRecord[] =>
      Array.from({ length: Math.ceil(count / 10) }, (_, i) => {
        const seconds = Array.from({ length: Math.min(10, count - i * 10) }, (__, k) => from + i * 10 + k);
        return log.batch(
          seconds.flatMap((n) => [
            { tag: 'tag a', timeUs: START + n * SECOND, value: n },
            { tag: 'tag b', timeUs: START + n * SECOND, value: n + 1_000 },
          ]),
        );
      });
    const values = (part: Partial<SeriesQuery> = {}): Promise<number[]> => bench.values(part);

    keyConformance(() => bench, fresh);
    upkeepConformance(() => bench);
    scanConformance(() => bench);

    it('gives back every point of a range in the order of time, the end of the range left out', async () => {
      await feed(ramp(new LogRecords(), 3_000));
      expect(await values()).toEqual(numbers(3_000));
      expect(await values({ fromUs: START + 995 * SECOND, toUs: START + 1_005 * SECOND })).toEqual(numbers(10, 995));
      expect(await values({ tagUid: 'tag b', toUs: START + 3 * SECOND })).toEqual([1_000, 1_001, 1_002]);
      expect(await values({ tagUid: 'tag c' })).toEqual([]);
      expect(await values({ projectUid: 'another project' })).toEqual([]);
    });

    it('has every point exactly once after any number of restarts that read the log again', async () => {
      const records = ramp(new LogRecords(), 4_500);
      for (const end of [50, 200, 333, 450]) {
        await feed(records.slice(0, end));
        expect(await values()).toEqual(numbers(end * 10));
        const { sealedPoints, tailPoints } = bench.store.counts();
        expect(sealedPoints + tailPoints).toBe(end * 20);
        await bench.reopen();
      }
      await feed(records);
      expect(await values()).toEqual(numbers(4_500));
      expect(await values({ tagUid: 'tag b' })).toEqual(numbers(4_500, 1_000));
    });

    it('takes the same numbers of another log as new: a log id tells them apart', async () => {
      const first = ramp(new LogRecords('log 1'), 1_700);
      const second = ramp(new LogRecords('log 2'), 1_700, 1_700);
      await feed([...first, ...second]);
      await bench.reopen();
      await feed([...first, ...second]);
      expect(await values()).toEqual(numbers(3_400));
    });

    it('keeps lanes apart when a tag moves to another device', async () => {
      const first = ramp(new LogRecords('log 1', 0), 2_000);
      const second = ramp(new LogRecords('log 1', 1), 2_000, 2_000);
      await feed([...first, ...second]);
      await bench.reopen();
      await feed([...first, ...second]);
      expect(await values()).toEqual(numbers(4_000));
    });

    it('puts late points in their place', async () => {
      const log = new LogRecords();
      await feed(ramp(log, 2_500));
      await feed([
        log.batch([
          { tag: 'tag a', timeUs: START + 100.5 * SECOND, value: -1 },
          { tag: 'tag a', timeUs: START + 200.5 * SECOND, value: -2 },
        ]),
      ]);
      await feed(ramp(log, 2_500, 2_500));
      const all = await values();
      expect(all.length).toBe(5_002);
      expect(all.slice(100, 103)).toEqual([100, -1, 101]);
      expect(all.slice(201, 204)).toEqual([200, -2, 201]);
      const { series } = await bench.ask({ toUs: START + 5_000 * SECOND, buckets: 50 });
      expect(series).toMatchObject({ kind: 'buckets', widthUs: 100 * SECOND });
      const buckets = series.kind === 'buckets' ? series : undefined;
      expect([...buckets!.min].slice(0, 4)).toEqual([0, -1, -2, 300]);
      expect([...buckets!.count].slice(0, 4)).toEqual([100, 101, 101, 100]);
      expect([...buckets!.last].slice(0, 4)).toEqual([99, 199, 299, 399]);
    });

    it('answers buckets that agree with the points, however they are stored', async () => {
      await feed(ramp(new LogRecords(), 3_600));
      for (const buckets of [1, 7, 60, 1_000]) {
        const range = { fromUs: START + 3 * SECOND, toUs: START + 3_500 * SECOND };
        const { series } = await bench.ask({ ...range, buckets });
        const answer = series.kind === 'buckets' ? series : undefined;
        const rows = numbers(3_497, 3);
        const of = (i: number): number[] =>
          rows.filter((n) => {
            const offset = START + n * SECOND - range.fromUs;
            return offset >= i * answer!.widthUs && offset < (i + 1) * answer!.widthUs;
          });
        for (let i = 0; i < answer!.timeUs.length; i += Math.ceil(buckets / 20)) {
          const index = Math.round((answer!.timeUs[i]! - range.fromUs) / answer!.widthUs);
          const expected = of(index);
          expect(answer!.count[i]).toBe(expected.length);
          expect([answer!.min[i], answer!.first[i]]).toEqual([expected[0], expected[0]]);
          expect([answer!.max[i], answer!.last[i]]).toEqual([expected.at(-1), expected.at(-1)]);
          expect(answer!.avg[i]).toBeCloseTo((expected[0]! + expected.at(-1)!) / 2, 6);
        }
      }
    });

    it('keeps Bad points as such: in a raw answer as NaN, in buckets counted apart', async () => {
      const log = new LogRecords();
      const bad = { tag: 'tag a', value: Number.NaN, status: STATUS.BadNoCommunication };
      await feed([
        log.batch([
          { ...bad, timeUs: START },
          { tag: 'tag a', timeUs: START + SECOND, value: 5 },
        ]),
      ]);
      const { series } = await bench.ask();
      expect(series).toMatchObject({ status: Uint32Array.of(STATUS.BadNoCommunication, STATUS.Good) });
      const buckets = await bench.ask({ toUs: START + 4 * SECOND, buckets: 2 });
      expect(buckets.series).toMatchObject({
        count: Float64Array.of(1),
        bad: Float64Array.of(1),
        max: Float64Array.of(5),
      });
    });

    it('knows the last point of each tag, also after a restart', async () => {
      const records = ramp(new LogRecords(), 2_000);
      await feed(records);
      const asked = { projectUid: PROJECT, tagUids: ['tag b', 'tag c', 'tag a'] };
      const expected = {
        timeUs: Float64Array.of(START + 1_999 * SECOND, Number.NaN, START + 1_999 * SECOND),
        value: Float64Array.of(2_999, Number.NaN, 1_999),
      };
      expect(await bench.store.last(asked)).toMatchObject(expected);
      await bench.reopen();
      await feed(records);
      expect(await bench.store.last(asked)).toMatchObject(expected);
    });

    it('cuts gaps to the range, for the device where it is named, once however often it is told', async () => {
      const log = new LogRecords();
      const gap = log.gap(START + 50 * SECOND, START + 60 * SECOND, { 'device 1': START + 40 * SECOND });
      await feed(ramp(log, 10));
      for (let i = 0; i < 3; i++) await bench.store.takeGap(gap);
      await bench.store.tend();
      await bench.store.takeGap(gap);
      await bench.store.tend();
      const device = await bench.ask();
      expect(device.gaps).toEqual([{ fromUs: START + 40 * SECOND, toUs: START + 60 * SECOND, reason: 'restart' }]);
      const other = await bench.ask({ deviceUid: 'device 2', fromUs: START + 55 * SECOND });
      expect(other.gaps).toEqual([{ fromUs: START + 55 * SECOND, toUs: START + 60 * SECOND, reason: 'restart' }]);
      expect((await bench.ask({ toUs: START + 40 * SECOND })).gaps).toEqual([]);
    });

    it('refuses a raw answer beyond its limit and says what to ask instead; a scan has no such limit', async () => {
      const log = new LogRecords();
      const rows = 100_000;
      const records = bench.rawLimit / rows + 1;
      for (let i = 0; i < records; i++) {
        const points = Array.from({ length: rows }, (_, k) => ({
          tag: 'tag a',
          timeUs: START + (i * rows + k) * 1_000,
          value: k,
        }));
        await feed([log.batch(points)]);
      }
      const refusal = await Promise.resolve()
        .then(() => bench.ask())
        .catch((error: unknown) => error);
      expect(refusal).toMatchObject({ code: 'NX_HISTORY_TOO_LARGE', context: { limit: bench.rawLimit } });
      expect(String(refusal)).toContain('Ask for buckets');
      expect((await bench.ask({ buckets: 10 })).series.timeUs.length).toBe(1);
      let scanned = 0;
      for await (const { timeUs } of bench.pieces()) {
        expect(timeUs.length).toBeLessThanOrEqual(10_000);
        expect(timeUs[0]).toBe(START + scanned * 1_000);
        scanned += timeUs.length;
      }
      expect(scanned).toBe(records * rows);
    });

    it('counts points that it cannot place instead of storing or losing them unseen', async () => {
      const log = new LogRecords();
      await feed([
        log.batch([
          { tag: 'tag a', timeUs: Number.NaN, value: 1 },
          { tag: 'tag a', timeUs: START, value: 2 },
        ]),
      ]);
      expect(await values()).toEqual([2]);
      expect(bench.store.counts().quarantinedPoints).toBe(1);
    });

    it('lets go of the segments whose points are sealed and of no others', async () => {
      const log = new LogRecords();
      const first = log.batch([{ tag: 'slow', timeUs: START, value: 1 }], { segment: 3 });
      await feed([first]);
      expect(bench.store.oldestNeeded(3)).toBe(3);
      for (let n = 0; n < 60; n++) {
        const timeUs = START + n * 10 * SECOND;
        await feed([log.batch([{ tag: 'fast', timeUs, value: n }], { segment: 4 + Math.floor(n / 10) })]);
      }
      if (bench.keepsBlocks) expect(bench.store.oldestNeeded(9)).toBeLessThanOrEqual(4);
      await feed([log.batch([{ tag: 'other', timeUs: START + 3_000 * SECOND, value: 1 }], { segment: 20 })]);
      for (let i = 0; i < 5; i++) await bench.store.tend();
      expect(bench.store.oldestNeeded(20)).toBe(20);
      await bench.reopen();
      expect(await values({ tagUid: 'slow' })).toEqual([1]);
      expect(await values({ tagUid: 'fast' })).toEqual(numbers(60));
    });
  });
}
