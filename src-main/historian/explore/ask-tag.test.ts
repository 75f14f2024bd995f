import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { STATUS } from '../../../src-shared/domain/quality.ts';
import { systemClock } from '../../kernel/clock.ts';
import { silentLogger } from '../../kernel/logger.ts';
import { LogRecords } from '../log-records.ts';
import { SqliteStore } from '../sqlite/sqlite-store.ts';
import { askTag, isOfRollups, type TagAnswer, type TagQuestion } from './ask-tag.ts';
import type { HistorySource } from './history-source.ts';
import { lastBefore, nearestSamples } from './nearest-samples.ts';
import { tagStatistics } from './tag-statistics.ts';

const SECOND = 1e6;
const HOUR = 3_600 * SECOND;
/** On an hour. */
const START = 1_763_697_600 * SECOND;
const HOURS = 30;

describe('questions to a store', () => {
  let folder: string;
  let store: SqliteStore;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'nexus-explore-'));
    store = SqliteStore.open({ databasePath: join(folder, 'h.db'), projectUid: 'p' }, systemClock, silentLogger);
    const log = new LogRecords();
    // Every ten seconds for thirty hours; of each hundred the last is Bad.
    for (let hour = 0; hour < HOURS; hour++) {
      const points = Array.from({ length: 360 }, (_, at) => {
        const n = hour * 360 + at;
        const isBad = n % 100 === 99;
        return {
          tag: 'wave',
          timeUs: START + n * 10 * SECOND,
          value: isBad ? Number.NaN : n % 60,
          ...(isBad && { status: STATUS.BadNotConnected }),
        };
      });
      store.take(log.batch(points));
      store.tend();
    }
    const texts = ['idle', 'run', 'idle'].map((text, at) => ({
      tag: 'mode',
      timeUs: START + at * HOUR,
      value: Number.NaN,
      text,
    }));
    store.take(log.batch(texts));
    store.release(Number.POSITIVE_INFINITY);
    while (store.counts().tailPoints > 0) store.tend();
  });

  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  const sourceOf = (tagUid: string): HistorySource => {
    const tag = { projectUid: 'p', deviceUid: 'd', tagUid };
    return {
      series: async (range, signal) => store.series({ ...tag, ...range }, signal),
      scan: (range, signal) => store.scan({ ...tag, ...range }, signal),
    };
  };
  const question = (part: Partial<TagQuestion> = {}): TagQuestion => {
    const grid = { fromUs: START, widthUs: HOUR, buckets: HOURS };
    const range = { fromUs: START, toUs: START + HOURS * HOUR };
    const rest = { quality: 'usable', gaps: 'empty', spans: undefined, limit: 1e6, isText: false } as const;
    return { range, grid, nowUs: range.toUs, aggregates: ['avg', 'min', 'max', 'count'], ...rest, ...part };
  };
  const ask = (part: Partial<TagQuestion> = {}, tag = 'wave'): Promise<TagAnswer> =>
    askTag(sourceOf(tag), question(part));
  const column = ({ columns }: TagAnswer, name: string): number[] => [
    ...columns.find((each) => each.name === name)!.values,
  ];

  it('are answered alike by rollups and from the points', async () => {
    const [rollups, points] = [await ask(), await ask({ aggregates: ['avg', 'min', 'max', 'count', 'std'] })];
    expect([rollups.source, points.source]).toEqual(['1-hour', 'raw']);
    for (const name of ['time', 'min', 'max', 'count', 'bad'])
      expect(column(points, name)).toEqual(column(rollups, name));
    for (const [at, avg] of column(rollups, 'avg').entries()) expect(column(points, 'avg')[at]).toBeCloseTo(avg, 9);
    expect(column(points, 'bad').reduce((sum, one) => sum + one)).toBe(108);
  });

  it('read more buckets than a store answers at once', async () => {
    const grid = { fromUs: START, widthUs: 5 * SECOND, buckets: (HOURS * HOUR) / (5 * SECOND) };
    const answer = await ask({ grid });
    expect(column(answer, 'time')).toHaveLength(HOURS * 360);
    expect(answer.widthUs).toBe(5 * SECOND);
    const held = await ask({ grid, gaps: 'hold', limit: 12 });
    expect(column(held, 'avg')).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
    expect(column(held, 'count')).toEqual([1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0]);
    expect(held.isCut).toBe(true);
  });

  it('can be about what was measured while something held', async () => {
    const spans = [{ fromUs: START + HOUR, toUs: START + HOUR + 60 * SECOND }];
    const answer = await ask({ spans, aggregates: ['count', 'twa'] });
    expect([column(answer, 'time'), column(answer, 'count')]).toEqual([[START + HOUR], [6]]);
    const raw = await ask({ spans, grid: undefined });
    expect(column(raw, 'time')).toEqual(Array.from({ length: 6 }, (_, n) => START + HOUR + n * 10 * SECOND));
  });

  it('show single points, Bad ones only where all are asked for', async () => {
    const all = await ask({ grid: undefined, quality: 'all', limit: 200 });
    expect(column(all, 'status').filter((status) => status === STATUS.BadNotConnected)).toHaveLength(2);
    const usable = await ask({ grid: undefined, limit: 200 });
    expect(column(usable, 'value').some(Number.isNaN)).toBe(false);
    expect([column(usable, 'time').length, usable.isCut]).toEqual([200, true]);
  });

  it('tell how long each text held, from before the range on', async () => {
    const grid = { fromUs: START + HOUR / 2, widthUs: HOUR, buckets: 2 };
    const nowUs = START + 10 * HOUR;
    const { texts, columns } = await ask({ grid, nowUs, aggregates: ['state', 'avg'], isText: true }, 'mode');
    expect(texts).toEqual(['idle', 'run']);
    expect(columns.map(({ name, values }) => [name, ...values]).slice(1, 3)).toEqual([
      ['state:0', 1_800, 1_800],
      ['state:1', 1_800, 1_800],
    ]);
    expect(columns.map(({ name }) => name)).not.toContain('avg');
  });

  it('know what rollups can answer', () => {
    const isOf = (part: Partial<TagQuestion>): boolean => isOfRollups(question(part));
    expect(isOf({})).toBe(true);
    expect(
      [{ quality: 'good' }, { spans: [] }, { aggregates: ['twa'] }, { grid: undefined }, { isText: true }].some(
        (part) => isOf(part as Partial<TagQuestion>),
      ),
    ).toBe(false);
  });

  it('have statistics of every point, and the data next to a range without any', async () => {
    const source = sourceOf('wave');
    const range = { fromUs: START, toUs: START + HOURS * HOUR, nowUs: START + HOURS * HOUR };
    const whole = await tagStatistics(source, { ...range, quality: 'usable', isText: false });
    expect(whole).toMatchObject({
      count: 10_692,
      bad: 108,
      min: 0,
      max: 59,
      firstUs: START,
      isExact: true,
      known: true,
    });
    expect(whole.coverage).toBeCloseTo(0.99, 9);
    // Five hours before the first sample, and ten after the last that nobody accounts for.
    const wide = { fromUs: START - 5 * HOUR, toUs: START + 40 * HOUR, nowUs: START + 40 * HOUR };
    const partly = await tagStatistics(source, { ...wide, quality: 'usable', isText: false });
    expect(partly.coverage).toBeCloseTo((30 * 0.99) / 45, 1);
    const later = { fromUs: START + 40 * HOUR, toUs: START + 41 * HOUR, nowUs: START + 50 * HOUR };
    const none = await tagStatistics(source, { ...later, quality: 'usable', isText: false });
    expect(none).toMatchObject({ count: 0, known: true, nearest: { beforeUs: START + 10_799 * 10 * SECOND } });
    expect(none.nearest.afterUs).toBeUndefined();
    expect(await nearestSamples(source, { fromUs: START - 2 * HOUR, toUs: START - HOUR }, START)).toEqual({
      afterUs: START,
    });
    const never = await tagStatistics(sourceOf('nothing'), { ...range, quality: 'usable', isText: false });
    expect(never).toMatchObject({ known: false, count: 0, nearest: {} });
  });

  it('find what held before a moment', async () => {
    const before = await lastBefore(sourceOf('wave'), START + HOUR);
    expect([before!.timeUs[0], before!.value[0]]).toEqual([START + HOUR - 10 * SECOND, 359 % 60]);
    expect(await lastBefore(sourceOf('wave'), START)).toBeUndefined();
  });

  it('end when they are called off', async () => {
    const abort = new AbortController();
    abort.abort();
    await expect(askTag(sourceOf('wave'), question({ aggregates: ['std'] }), abort.signal)).rejects.toMatchObject({
      code: 'NX_CANCELLED',
    });
  });
});
