import fc from 'fast-check';
import { beforeEach, expect, it } from 'vitest';
import { STATUS } from '../../src-shared/domain/quality.ts';
import type { BatchRecord } from '../log/log-reader.ts';
import { LogRecords, type TestPoint } from './log-records.ts';
import { numbers, SECOND, START, type StoreBench } from './store-bench.ts';
import { bucketRows, StoreModel } from './store-model.ts';

/** What every store must keep of epochs, late points and points of one time. */
export function keyConformance(bench: () => StoreBench, fresh: () => Promise<void>): void {
  let log: LogRecords;

  beforeEach(() => {
    log = new LogRecords();
  });

  const ramp = (count: number, from: number, offset = 0, epoch = 0): BatchRecord[] =>
    numbers(count, from).map((n) =>
      log.batch([{ tag: 'tag a', timeUs: START + n * SECOND, value: n + offset }], { epoch }),
    );

  it('keeps points of one time and different epochs, shows the later one, and both when asked', async () => {
    await bench().feed([...ramp(1_500, 0), ...ramp(1_000, 500, 0.5, 1)]);
    for (const stage of ['taken', 'sealed', 'tidied', 'reopened']) {
      if (stage === 'sealed') await bench().seal();
      if (stage === 'tidied') await bench().tidy();
      if (stage === 'reopened') await bench().reopen();
      const expected = numbers(1_500).map((n) => (n < 500 ? n : n + 0.5));
      expect(await bench().values()).toEqual(expected);
      const { series } = await bench().ask({ epochs: 'all', toUs: START + 502 * SECOND, fromUs: START + 499 * SECOND });
      expect(series).toMatchObject({
        value: Float64Array.of(499, 500, 500.5, 501, 501.5),
        epoch: Uint16Array.of(0, 0, 1, 0, 1),
      });
      const hour = await bench().ask({ toUs: START + 1_500 * SECOND, buckets: 3 });
      expect(hour.series).toMatchObject({
        count: Float64Array.of(500, 500, 500),
        last: Float64Array.of(499, 999.5, 1_499.5),
      });
    }
  });

  it('takes the last point of the clock that holds now for the last one, though an earlier clock was ahead', async () => {
    const asked = { projectUid: 'project 1', tagUids: ['tag a'] };
    await bench().feed([...ramp(100, 5_000), ...ramp(3, 0, 0.5, 1)]);
    expect((await bench().store.last(asked)).value).toEqual(Float64Array.of(2.5));
    await bench().feed([log.batch([{ tag: 'tag a', timeUs: START + SECOND, value: 7 }], { epoch: 1 })]);
    expect((await bench().store.last(asked)).value).toEqual(Float64Array.of(2.5));
    await bench().seal();
    await bench().reopen();
    expect((await bench().store.last(asked)).value).toEqual(Float64Array.of(2.5));
  });

  it('keeps the first of several points of one time and epoch, and counts those that differ', async () => {
    const point = { tag: 'tag a', timeUs: START + 50 * SECOND, value: 50 };
    const others = [{ ...point }, { ...point, value: -1 }, { ...point, status: STATUS.Uncertain }];
    await bench().feed(ramp(100, 0));
    await bench().feed([log.batch(others.slice(0, 2))]);
    await bench().seal();
    await bench().feed([log.batch(others.slice(2))]);
    expect(await bench().values()).toEqual(numbers(100));
    await bench().seal();
    await bench().tidy();
    expect(await bench().values()).toEqual(numbers(100));
    expect(bench().store.counts()).toMatchObject({ sealedPoints: 101, tailPoints: 0, quarantinedPoints: 2 });
    await bench().reopen();
    expect(bench().store.counts()).toMatchObject({ sealedPoints: 101, tailPoints: 0, quarantinedPoints: 2 });
  });

  it('puts what comes months later into its place', async () => {
    const month = 30 * 86_400;
    await bench().feed([...ramp(1_300, 0), ...ramp(1_300, month), ...ramp(700, 10 * 86_400), ...ramp(500, 600)]);
    for (const stage of ['taken', 'sealed', 'tidied']) {
      if (stage === 'sealed') await bench().seal();
      if (stage === 'tidied') await bench().tidy();
      const expected = [...numbers(1_300), ...numbers(700, 10 * 86_400), ...numbers(1_300, month)];
      expect(await bench().values({ toUs: START + 1e7 * SECOND })).toEqual(expected);
    }
    expect(bench().store.counts().lateBlocks).toBe(0);
  });

  it('answers like a sorted list, whatever the order, the epochs, the doubles and the restarts', async () => {
    const point = fc.record({
      second: fc.oneof(
        fc.nat(4_000),
        fc.nat(40).map((n) => n * 5_000),
        fc.constant(77),
      ),
      value: fc.oneof(fc.nat(3), fc.double({ noNaN: true, min: -1e6, max: 1e6 })).map((value) => value + 0),
      status: fc.constantFrom(STATUS.Good, STATUS.Good, STATUS.Good, STATUS.Uncertain, STATUS.BadNoCommunication),
    });
    const step = fc.oneof(
      { weight: 12, arbitrary: fc.array(point, { minLength: 1, maxLength: 30 }) },
      {
        weight: 2,
        arbitrary: fc.nat(3_000).map((from) => numbers(400, from).map((n) => ({ second: n, value: n, status: 0 }))),
      },
      { weight: 3, arbitrary: fc.constantFrom('seal', 'tidy', 'tidy a little', 'reopen', 'clock back') },
    );
    let compared = 0;
    const property = fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      await fresh();
      log = new LogRecords();
      const model = new StoreModel();
      const records: BatchRecord[] = [];
      let epoch = 0;
      for (const each of steps) {
        if (each === 'clock back') epoch++;
        if (each === 'seal') await bench().seal();
        if (each === 'tidy') await bench().tidy();
        if (each === 'tidy a little') await bench().store.maintain();
        if (each === 'reopen') {
          await bench().reopen();
          await bench().feed(records);
        }
        if (typeof each === 'string') continue;
        const points: TestPoint[] = each.map(({ second, value, status }) => ({
          tag: 'tag a',
          timeUs: START + second * SECOND,
          value,
          status,
        }));
        for (const taken of points) model.take(taken, epoch);
        const record = log.batch(points, { epoch, receivedUs: START + records.length * 30 * SECOND });
        records.push(record);
        await bench().feed([record]);
      }
      await compare(bench(), model);
      await bench().seal();
      await compare(bench(), model);
      await bench().tidy();
      await compare(bench(), model);
      const { sealedPoints, quarantinedPoints } = bench().store.counts();
      // Of three or more it depends on which of them met first.
      expect(quarantinedPoints > 0).toBe(model.collided > 0);
      expect(quarantinedPoints).toBeLessThanOrEqual(model.repeated);
      expect(sealedPoints + quarantinedPoints).toBe(records.reduce((sum, record) => sum + record.batch.count, 0));
      compared += model.all().length;
    });
    // A place in a database costs a schema each time.
    const { numRuns, least } = bench().keepsBlocks ? { numRuns: 40, least: 2_000 } : { numRuns: 12, least: 100 };
    await fc.assert(property, { numRuns });
    expect(compared).toBeGreaterThan(least);
  });
}

/** Asks in several ways and expects what the model says. */
async function compare(bench: StoreBench, model: StoreModel): Promise<void> {
  const range = { fromUs: START, toUs: START + 250_000 * SECOND };
  const latest = model.latest();
  const { series } = await bench.ask(range);
  expect(series).toMatchObject({
    timeUs: Float64Array.from(latest, (point) => point.timeUs),
    value: Float64Array.from(latest, (point) => point.value),
    status: Uint32Array.from(latest, (point) => point.status),
  });
  const all = (await bench.ask({ ...range, epochs: 'all' })).series;
  expect(all).toMatchObject({
    value: Float64Array.from(model.all(), (point) => point.value),
    epoch: Uint16Array.from(model.all(), (point) => point.epoch),
  });
  for (const epochs of ['latest', 'all'] as const) {
    const points = epochs === 'all' ? model.all() : latest;
    for (const rows of [3, 1_000]) {
      const scanned = await bench.scan({ ...range, epochs, rows });
      expect(scanned.timeUs).toEqual(points.map((point) => point.timeUs));
      expect(scanned.value).toEqual(points.map((point) => point.value));
      if (epochs === 'all') expect(scanned.epoch).toEqual(points.map((point) => point.epoch));
    }
  }
  for (const [fromUs, toUs, buckets] of [
    [range.fromUs, range.toUs, 3],
    [range.fromUs, range.toUs, 70],
    [range.fromUs, range.toUs, 2_000],
    [range.fromUs + 1_234_567, range.toUs - 7_654_321, 50],
    [range.fromUs + 500 * SECOND, range.fromUs + 3_000 * SECOND, 100],
  ] as const) {
    const answer = (await bench.ask({ fromUs, toUs, buckets })).series;
    if (answer.kind !== 'buckets') throw new RangeError('Buckets were asked for');
    expect(Math.ceil((toUs - answer.fromUs) / answer.widthUs)).toBeLessThanOrEqual(buckets);
    const expected = model.buckets(answer, fromUs, toUs);
    const rows = bucketRows(answer);
    const withoutAvg = (all: typeof rows) => all.map((row) => ({ ...row, avg: 0 }));
    expect(withoutAvg(rows)).toEqual(withoutAvg(expected));
    for (const [i, { avg, min, max, count }] of expected.entries())
      if (count > 0) expect(Math.abs(rows[i]!.avg - avg)).toBeLessThanOrEqual((Math.abs(min) + Math.abs(max)) * 1e-9);
  }
}
