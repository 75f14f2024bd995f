import { describe, expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { backoffMs } from './backoff.ts';
import { PollSchedule } from './poll-schedule.ts';
import { PollStatistics } from './poll-statistics.ts';

describe('a poll schedule', () => {
  it('starts after its phase and keeps to its grid', async () => {
    const clock = new FakeClock();
    const calledMs: number[] = [];
    const schedule = new PollSchedule(clock, { intervalMs: 1_000, phaseMs: 50 }, () =>
      calledMs.push(clock.monoMs() - 1_000),
    );
    await clock.advance(3_500);
    expect(calledMs).toEqual([50, 1_050, 2_050, 3_050]);
    schedule.dispose();
    expect(clock.pending).toBe(0);
  });

  it('shares its slots with those of the same interval that would begin a moment apart', async () => {
    const clock = new FakeClock();
    const calls: string[] = [];
    const schedules = [3, 41, 62, 100].map(
      (phaseMs) =>
        new PollSchedule(clock, { intervalMs: 1_000, phaseMs }, () =>
          calls.push(`${phaseMs} at ${clock.monoMs() - 1_000}`),
        ),
    );
    await clock.advance(1_055);
    expect(calls).toEqual(['3 at 50', '41 at 50', '62 at 100', '100 at 100', '3 at 1050', '41 at 1050']);
    for (const schedule of schedules) schedule.dispose();
  });

  it('does not make up for slots that passed while the thread was busy, and counts them', async () => {
    const clock = new FakeClock();
    const calledMs: number[] = [];
    const schedule = new PollSchedule(clock, { intervalMs: 100, phaseMs: 0 }, () =>
      calledMs.push(clock.monoMs() - 1_000),
    );
    await clock.advance(150);
    clock.stall(350);
    await clock.advance(200);
    expect(calledMs).toEqual([0, 100, 500, 600, 700]);
    expect(schedule.missed).toBe(3);
    schedule.dispose();
  });

  it('takes another interval from its last slot on, and counts no slot that only the new one would have had', async () => {
    const clock = new FakeClock();
    const calledMs: number[] = [];
    const schedule = new PollSchedule(clock, { intervalMs: 1_000, phaseMs: 0 }, () =>
      calledMs.push(clock.monoMs() - 1_000),
    );
    await clock.advance(1_020);
    schedule.setInterval(200);
    await clock.advance(400);
    expect(calledMs).toEqual([0, 1_000, 1_200, 1_400]);
    schedule.setInterval(4_000);
    await clock.advance(5_000);
    expect(calledMs.slice(4)).toEqual([5_400]);
    // Long after its last slot a faster one is due at once.
    schedule.setInterval(100);
    expect(clock.monoMs() - 1_000).toBe(6_420);
    await clock.advance(100);
    expect(calledMs.slice(5)).toEqual([6_450]);
    expect(schedule.missed).toBe(0);
    schedule.dispose();
    expect(clock.pending).toBe(0);
  });

  it('does not move when the wall clock is set', async () => {
    const clock = new FakeClock();
    let calls = 0;
    const schedule = new PollSchedule(clock, { intervalMs: 1_000, phaseMs: 0 }, () => calls++);
    clock.stepWall(-7_200_000_000);
    await clock.advance(2_100);
    expect(calls).toBe(3);
    schedule.dispose();
  });
});

describe('back-off', () => {
  it('is nothing for the first failure of a good link, then 1, 2, 4 … 25 s', () => {
    expect([0, 1, 2, 3, 6, 20].map((failures) => backoffMs(failures, () => 0.5))).toEqual([
      0, 1_000, 2_000, 4_000, 25_000, 25_000,
    ]);
  });

  it('is never longer than 30 s', () => {
    expect(backoffMs(20, () => 0.999_999)).toBe(30_000);
  });

  it('spreads by 20 % to both sides', () => {
    expect(backoffMs(1, () => 0)).toBe(800);
    expect(backoffMs(1, () => 0.999)).toBe(1_200);
  });
});

describe('poll statistics', () => {
  it('tell success and latency of the last five minutes, however often is polled', async () => {
    const clock = new FakeClock();
    const statistics = new PollStatistics(clock);
    expect(statistics.successRatio).toBeNull();
    for (let i = 0; i < 100; i++) statistics.add(Number.NaN, 1_000);
    await clock.advance(60_000);
    for (let i = 0; i < 900; i++) statistics.add(10, 1_000);
    expect(statistics).toMatchObject({ polls: 1_000, failed: 100, successRatio: 0.9 });
    expect(statistics.latency()).toEqual({ p50: 10, p95: 10 });
    // Nine seconds of sixty.
    expect(statistics.load).toBeCloseTo(9 / 60, 9);
    expect(statistics.stretches().filter(({ good, failed }) => good + failed > 0)).toEqual([
      { good: 0, failed: 100 },
      { good: 900, failed: 0 },
    ]);
    await clock.advance(245_000);
    expect(statistics).toMatchObject({ successRatio: 1, failed: 100 });
    await clock.advance(60_000);
    expect(statistics.successRatio).toBeNull();
    expect(statistics.latency()).toEqual({ p50: null, p95: null });
  });

  it('are slow when one in twenty takes more than half of the interval of its own group', () => {
    const statistics = new PollStatistics(new FakeClock());
    for (let i = 0; i < 95; i++) statistics.add(40, 100);
    for (let i = 0; i < 5; i++) statistics.add(60, 100);
    expect(statistics.isSlow).toBe(false);
    statistics.add(60, 100);
    expect(statistics.isSlow).toBe(true);
    const long = new PollStatistics(new FakeClock());
    for (let i = 0; i < 100; i++) long.add(60, 1_000);
    expect(long.isSlow).toBe(false);
  });
});
