import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { PollStatistics } from './poll-statistics.ts';

const INTERVAL_MS = 1_000;
let clock: FakeClock;
let statistics: PollStatistics;
beforeEach(() => {
  clock = new FakeClock();
  statistics = new PollStatistics(clock);
});

async function poll(times: number, tookMs: number): Promise<void> {
  for (let n = 0; n < times; n++) {
    statistics.add(tookMs, INTERVAL_MS);
    await clock.advance(INTERVAL_MS);
  }
}

describe('the polls of a device', () => {
  it('are slow where more than one in twenty took more than half of its interval', async () => {
    await poll(19, 100);
    await poll(1, 600);
    expect(statistics.isSlow).toBe(false);
    await poll(1, 600);
    expect(statistics.isSlow).toBe(true);
  });

  it('are not called slow by the first few of a start', async () => {
    await poll(19, 900);
    expect(statistics.isSlow).toBe(false);
    await poll(1, 900);
    expect(statistics.isSlow).toBe(true);
  });

  it('are forgotten after five minutes', async () => {
    await poll(30, 900);
    await poll(270, 100);
    expect(statistics.isSlow).toBe(true);
    await poll(60, 100);
    expect(statistics.isSlow).toBe(false);
    expect(statistics.latency()).toEqual({ p50: 100, p95: 100 });
  });

  it('have no ratio and no latency where there were none, and count failures apart', async () => {
    expect(statistics.successRatio).toBeNull();
    expect(statistics.latency()).toEqual({ p50: null, p95: null });
    expect(statistics.load).toBeUndefined();
    await poll(3, 200);
    statistics.add(Number.NaN, INTERVAL_MS);
    expect(statistics.successRatio).toBe(0.75);
    expect(statistics).toMatchObject({ polls: 4, failed: 1 });
    expect(statistics.latency().p95).toBe(200);
    expect(statistics.load).toBeCloseTo(0.2);
  });

  it('are told in stretches of 5 s, the newest last', async () => {
    await clock.advance(5_000 - (clock.monoMs() % 5_000));
    await poll(5, 10);
    statistics.add(Number.NaN, INTERVAL_MS);
    const stretches = statistics.stretches();
    expect(stretches).toHaveLength(60);
    expect(stretches.slice(-2)).toEqual([
      { good: 5, failed: 0 },
      { good: 0, failed: 1 },
    ]);
  });
});
