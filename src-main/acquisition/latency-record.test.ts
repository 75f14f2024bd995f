import { beforeEach, describe, expect, it } from 'vitest';
import { latencyBin } from '../../src-shared/domain/latency-bins.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { LatencyRecord, type LatencySum } from './latency-record.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
let clock: FakeClock;
let record: LatencyRecord;
beforeEach(() => {
  clock = new FakeClock();
  record = new LatencyRecord(clock);
});

const count = ({ counts }: LatencySum): number => counts.reduce((sum, n) => sum + n, 0);

describe('the record of latencies', () => {
  it('tells of the last minutes, and forgets what is older', async () => {
    record.answered(12);
    await clock.advance(3 * MINUTE);
    record.answered(40);
    record.unanswered('timeout');
    record.unanswered('failed');
    const five = record.lastMinutes(5);
    expect(five.counts[latencyBin(12)]).toBe(1);
    expect(five).toMatchObject({ maxMs: 40, timeouts: 1, failed: 1 });
    await clock.advance(3 * MINUTE);
    expect(count(record.lastMinutes(5))).toBe(1);
    expect(count(record.lastMinutes(60))).toBe(2);
    await clock.advance(70 * MINUTE);
    expect(count(record.lastMinutes(60))).toBe(0);
    expect(count(record.hours(24, 0))).toBe(2);
  });

  it('tells of a day and of the day before it, and of no more', async () => {
    record.answered(12);
    await clock.advance(24 * HOUR);
    record.answered(14);
    record.answered(15);
    expect([count(record.hours(24, 0)), count(record.hours(24, 24)), count(record.hours(1, 24))]).toEqual([2, 1, 1]);
    await clock.advance(30 * HOUR);
    expect([count(record.hours(24, 0)), count(record.hours(24, 24))]).toEqual([0, 2]);
  });
});
