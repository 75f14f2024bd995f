import { beforeEach, expect, it } from 'vitest';
import { POINT_FLAG } from '../../src-shared/domain/point-batch.ts';
import { STATUS } from '../../src-shared/domain/quality.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { LogRecords, type TestPoint } from './log-records.ts';
import { numbers, SECOND, START, type StoreBench } from './store-bench.ts';
import { bucketRows, StoreModel } from './store-model.ts';

const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What every store must do besides taking and answering: tidy up, let go, forget in time, stop when told. */
export function upkeepConformance(bench: () => StoreBench): void {
  let log: LogRecords;

  beforeEach(() => {
    log = new LogRecords();
  });

  const points = (count: number, everyUs: number, startUs = START): TestPoint[] =>
    numbers(count).map((n) => ({ tag: 'tag a', timeUs: startUs + n * everyUs, value: Math.sin(n / 50) * 100 }));

  it('answers the same before and after it has tidied up, from fewer blocks', async () => {
    const all = points(9_000, 10 * SECOND);
    const model = new StoreModel();
    for (let from = 0; from < all.length; from += 20) {
      for (const point of all.slice(from, from + 20)) model.take(point, 0);
      await bench().feed([log.batch(all.slice(from, from + 20))]);
      if (from % 60 === 0) await bench().seal();
    }
    await bench().seal();
    const before = bench().store.counts().sealedBlocks;
    for (let round = 0; round < 2; round++) {
      expect(await bench().values()).toEqual(all.map((point) => point.value));
      const { series } = await bench().ask({
        fromUs: START + 17 * SECOND,
        toUs: START + 88_000 * SECOND,
        buckets: 300,
      });
      if (series.kind !== 'buckets') throw new RangeError('Buckets were asked for');
      expect(series.widthUs % MINUTE).toBe(0);
      const expected = model.buckets(series, START + 17 * SECOND, START + 88_000 * SECOND);
      const rounded = ({ avg, ...row }: (typeof expected)[0]) => ({ ...row, avg: avg.toFixed(9) });
      expect(bucketRows(series).map(rounded)).toEqual(expected.map(rounded));
      await bench().tidy();
    }
    if (!bench().keepsBlocks) return;
    expect(before).toBeGreaterThan(140);
    expect(bench().store.counts().sealedBlocks).toBeLessThan(before / 5);
  });

  it('makes buckets of a long range multiples of a minute, an hour or a day, never more of them than asked for', async () => {
    await bench().feed([log.batch(points(100, HOUR))]);
    for (const [spanUs, buckets, unitUs] of [
      [13 * HOUR, 500, MINUTE],
      [24 * HOUR, 1_440, MINUTE],
      [30 * DAY, 500, HOUR],
      [400 * DAY, 50, DAY],
    ] as const) {
      const [fromUs, toUs] = [START + 123_456_789, START + 123_456_789 + spanUs];
      const { series } = await bench().ask({ fromUs, toUs, buckets });
      if (series.kind !== 'buckets') throw new RangeError('Buckets were asked for');
      expect([series.widthUs % unitUs, series.fromUs % unitUs]).toEqual([0, 0]);
      expect(series.fromUs).toBeGreaterThan(fromUs - unitUs);
      expect(Math.ceil((toUs - series.fromUs) / series.widthUs)).toBeLessThanOrEqual(buckets);
    }
    const { series } = await bench().ask({ toUs: START + 11 * HOUR, buckets: 7 });
    expect(series).toMatchObject({ fromUs: START, widthUs: Math.ceil((11 * HOUR) / 7) });
  });

  it('forgets points, hours and days when their time is over, and still counts them as delivered', async () => {
    const clock = new FakeClock();
    const retention = { rawMs: (2 * DAY) / 1_000, hourlyMs: (10 * DAY) / 1_000, dailyMs: (30 * DAY) / 1_000 };
    await bench().reopen({ clock, retention });
    const endUs = clock.wallUs();
    const all = points(5_760, 10 * MINUTE, endUs - 40 * DAY);
    await bench().feed([log.batch(all)]);
    await bench().seal();
    await bench().tidy();
    const range = { fromUs: endUs - 41 * DAY, toUs: endUs + DAY };
    expect((await bench().values(range)).length).toBe(5_760);
    clock.stall(700_000);
    await bench().tidy();
    const raw = await bench().ask(range);
    const nowUs = clock.wallUs();
    expect(raw.rawFromUs).toBe(nowUs - 2 * DAY);
    // Whole blocks go, so that up to a day more may be left.
    expect(raw.series.timeUs[0]).toBeGreaterThan(nowUs - 3 * DAY);
    expect(raw.series.timeUs.length).toBeGreaterThan(2 * 144 - 10);
    const hours = (await bench().ask({ fromUs: nowUs - 5 * DAY, toUs: nowUs - 4 * DAY, buckets: 1_000 })).series;
    expect(hours).toMatchObject({ kind: 'buckets', widthUs: HOUR });
    expect(hours.timeUs.length).toBeGreaterThanOrEqual(24);
    expect(hours.kind === 'buckets' && hours.count[5]).toBe(6);
    const days = (await bench().ask({ fromUs: nowUs - 20 * DAY, toUs: nowUs - 15 * DAY, buckets: 1_000 })).series;
    expect(days).toMatchObject({ kind: 'buckets', widthUs: DAY });
    expect(days.kind === 'buckets' && days.count[2]).toBe(144);
    const gone = (await bench().ask({ fromUs: nowUs - 40 * DAY, toUs: nowUs - 32 * DAY, buckets: 10 })).series;
    expect(gone.timeUs.length).toBe(0);
    expect(bench().store.counts().sealedPoints).toBe(5_760);
    await bench().reopen({ clock, retention });
    expect(bench().store.counts().sealedPoints).toBe(5_760);
    expect((await bench().ask(range)).rawFromUs).toBe(nowUs - 2 * DAY);
  });

  it('adds what comes after its points are gone to the hours that are left', async () => {
    const clock = new FakeClock();
    const retention = { rawMs: (2 * DAY) / 1_000 };
    await bench().reopen({ clock, retention });
    const hourUs = Math.floor((clock.wallUs() - 5 * DAY) / DAY) * DAY;
    await bench().feed([log.batch(points(60, MINUTE, hourUs))]);
    await bench().seal();
    clock.stall(700_000);
    await bench().tidy();
    await bench().feed([log.batch(points(30, MINUTE, hourUs + 30 * SECOND))]);
    await bench().seal();
    await bench().tidy();
    for (const buckets of [24, 1]) {
      const { series } = await bench().ask({ fromUs: hourUs, toUs: hourUs + DAY, buckets });
      expect(series.kind === 'buckets' && series.count[0]).toBe(90);
    }
  });

  it('does not believe a clock that jumps ahead for a moment', async () => {
    const clock = new FakeClock();
    await bench().reopen({ clock });
    await bench().feed([log.batch(points(1_000, SECOND, clock.wallUs() - DAY))]);
    await bench().seal();
    clock.stepWall(400 * DAY);
    clock.stall(700_000);
    await bench().tidy();
    clock.stepWall(-400 * DAY);
    clock.stall(3_700_000);
    await bench().tidy();
    expect((await bench().values({ fromUs: clock.wallUs() - 2 * DAY, toUs: clock.wallUs() })).length).toBe(1_000);
  });

  it('seals what stands in segments below the one that is named, and nothing else', async () => {
    await bench().feed([log.batch([{ tag: 'slow', timeUs: START, value: 1 }], { segment: 3 })]);
    await bench().feed([log.batch([{ tag: 'tag a', timeUs: START, value: 2 }], { segment: 8 })]);
    if (bench().keepsBlocks) expect(bench().store.oldestNeeded(8)).toBe(3);
    bench().store.release(8);
    await bench().store.tend();
    expect(bench().store.oldestNeeded(8)).toBe(8);
    expect(bench().store.counts()).toMatchObject(
      bench().keepsBlocks ? { sealedPoints: 1, tailPoints: 1 } : { sealedPoints: 2, tailPoints: 0 },
    );
  });

  it('gives back texts, exact 64-bit integers and flags with their points', async () => {
    const plain = { tag: 'tag a', value: 1 };
    const large = 2n ** 53n + 1n;
    await bench().feed([
      log.batch([
        { ...plain, timeUs: START },
        { tag: 'tag a', timeUs: START + SECOND, value: Number.NaN, text: 'läuft', flags: POINT_FLAG.simulated },
        { tag: 'tag a', timeUs: START + 2 * SECOND, value: Number(large), int64: large },
        { ...plain, timeUs: START + 3 * SECOND, status: STATUS.GoodClamped, flags: POINT_FLAG.clamped },
      ]),
    ]);
    await bench().feed([log.batch([{ ...plain, timeUs: START + 9 * SECOND }])]);
    for (let stage = 0; stage < 2; stage++) {
      const { series } = await bench().ask();
      expect(series).toMatchObject({
        cells: [
          { row: 1, kind: 'string', value: 'läuft' },
          { row: 2, kind: 'int64', value: large },
        ],
        flags: Uint8Array.of(0, POINT_FLAG.simulated, 0, POINT_FLAG.clamped, 0),
      });
      const { series: part } = await bench().ask({ fromUs: START + 2 * SECOND });
      expect(part).toMatchObject({ cells: [{ row: 0, value: large }] });
      await bench().seal();
      await bench().tidy();
    }
  });

  it('tells a tag that it never saw from one that has nothing in the range', async () => {
    await bench().feed([log.batch(points(10, SECOND))]);
    expect((await bench().ask({ fromUs: START + DAY, toUs: START + 2 * DAY })).known).toBe(true);
    for (const buckets of [undefined, 5]) {
      const answer = await bench().ask({ tagUid: 'never seen', ...(buckets && { buckets }) });
      expect(answer).toMatchObject({ known: false, gaps: [] });
      expect(answer.series.timeUs.length).toBe(0);
    }
  });

  it('stops answering when it is told to', async () => {
    const count = Math.min(1_000_000, bench().rawLimit);
    for (let record = 0; record < count / 50_000; record++)
      await bench().feed([log.batch(points(50_000, 1_000, START + record * 50 * SECOND))]);
    await bench().seal();
    const query = { projectUid: 'project 1', tagUid: 'tag a', deviceUid: '', fromUs: START, toUs: START + DAY };
    const asked = new AbortController();
    const answer = Promise.resolve(bench().store.series(query, asked.signal));
    setImmediate(() => asked.abort());
    await expect(answer).rejects.toMatchObject({ code: 'NX_CANCELLED' });
    const never = Promise.resolve().then(() => bench().store.series(query, AbortSignal.abort()));
    await expect(never).rejects.toMatchObject({ code: 'NX_CANCELLED' });
    expect((await bench().values()).length).toBe(count);
  });
}
