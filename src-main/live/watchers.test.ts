import { describe, expect, it } from 'vitest';
import { decodeDataFrame } from '../../src-shared/contract/data-plane.ts';
import type { PointBatch } from '../../src-shared/domain/point-batch.ts';
import { STATUS } from '../../src-shared/domain/quality.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { LastValues } from './last-values.ts';
import { Watchers } from './watchers.ts';

const batch = (rows: readonly (readonly [tag: number, value: number, timeUs: number])[]): PointBatch => ({
  count: rows.length,
  device: 0,
  origin: 'local',
  receivedUs: 0,
  tag: Uint32Array.from(rows, ([tag]) => tag),
  timeUs: Float64Array.from(rows, ([, , time]) => time),
  value: Float64Array.from(rows, ([, value]) => value),
  status: new Uint32Array(rows.length),
});

function givenWatch() {
  const clock = new FakeClock();
  const last = new LastValues();
  last.grow(10);
  const watchers = new Watchers(last, clock);
  const received: Record<number, number>[] = [];
  const viewer = { backlog: 0 };
  const watcher = watchers.open({
    send: (frame) => {
      const decoded = decodeDataFrame(frame);
      if (decoded.kind === 'live')
        received.push(Object.fromEntries(Array.from(decoded.batch.tag, (tag, i) => [tag, decoded.batch.value[i]!])));
    },
    backlogBytes: () => viewer.backlog,
  });
  return { clock, last, watchers, watcher, received, viewer };
}

describe('a watch', () => {
  it('sends at once what is known, then at most every 50 ms what changed, newest only', async () => {
    const { clock, last, watcher, received } = givenWatch();
    last.apply(
      batch([
        [1, 10, 100],
        [2, 20, 100],
      ]),
    );
    watcher.watch([1, 2, 3]);
    last.apply(
      batch([
        [1, 11, 200],
        [5, 50, 200],
      ]),
    );
    last.apply(batch([[1, 12, 300]]));
    await clock.advance(250);
    expect(received).toEqual([{ 1: 10, 2: 20 }, { 1: 12 }]);
  });

  it('sends nothing to a viewer who cannot keep up, and the newest once he can', async () => {
    const { clock, last, watcher, received, viewer, watchers } = givenWatch();
    watcher.watch([1]);
    viewer.backlog = 2 * 1024 * 1024;
    last.apply(batch([[1, 1, 1]]));
    await clock.advance(50);
    last.apply(batch([[1, 2, 2]]));
    await clock.advance(50);
    expect(received).toEqual([]);
    expect(watchers.counts()).toEqual({ watchers: 1, coalesced: 2 });
    viewer.backlog = 0;
    await clock.advance(50);
    expect(received).toEqual([{ 1: 2 }]);
  });

  it('ends with its connection', async () => {
    const { clock, last, watcher, received } = givenWatch();
    watcher.watch([1]);
    watcher.dispose();
    last.apply(batch([[1, 1, 1]]));
    await clock.advance(500);
    expect(received).toEqual([]);
  });
});

describe('last values', () => {
  it('wait for a first value', () => {
    const last = new LastValues();
    last.grow(2);
    expect(last.get(0)).toMatchObject({ timeUs: 0, status: STATUS.BadWaitingForInitialData });
    last.apply(batch([[0, 5, 200]]));
    expect(last.get(0)).toMatchObject({ timeUs: 200, value: 5 });
    expect(last.countGood([0, 1, 2, 3].map((number) => ({ number })))).toBe(1);
  });

  it('no longer count a tag that was removed, and take its values again when it is back', () => {
    const last = new LastValues();
    last.grow(2);
    last.apply(
      batch([
        [0, 5, 200],
        [1, 6, 200],
      ]),
    );
    last.forget([0]);
    expect(last.countGood([0, 1, 2, 3].map((number) => ({ number })))).toBe(1);
    expect(last.get(0)).toMatchObject({ timeUs: 0, value: Number.NaN });
    last.apply(batch([[0, 7, 100]]));
    expect(last.get(0)).toMatchObject({ timeUs: 100, value: 7 });
  });

  it('forget a text when a number takes its place', () => {
    const last = new LastValues();
    last.grow(1);
    last.apply({ ...batch([[0, Number.NaN, 1]]), cells: [{ row: 0, kind: 'string', value: 'RUN' }] });
    expect(last.get(0).cell).toMatchObject({ value: 'RUN' });
    last.apply(batch([[0, 1, 2]]));
    expect(last.get(0).cell).toBeUndefined();
  });
});
