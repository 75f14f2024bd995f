import { describe, expect, it } from 'vitest';
import { SinkPace } from './sink-pace.ts';

/** A sink that takes and a log that accepts so many points a second, with a backlog that grows by so many bytes. */
function paceOf(seconds: number, taken: number, accepted: number, grown: number): SinkPace {
  const pace = new SinkPace();
  for (let s = 0; s <= seconds; s++)
    pace.look({ atMs: s * 1_000, delivered: s * taken, accepted: s * accepted, backlogBytes: 1e6 + s * grown });
  return pace;
}

describe('the pace of a sink', () => {
  it('says when nothing will wait any more, while more is taken than comes in', () => {
    const pace = paceOf(60, 3_000, 1_000, -20_000);
    expect(pace.drainPerSecond).toBeCloseTo(3_000);
    expect(pace.secondsToEmpty(120_000)).toBe(60);
    expect(pace.secondsToEmpty(0)).toBe(0);
    expect(pace.secondsToFull(1e9)).toBeNull();
  });

  it('says when the log will be full of what it does not take', () => {
    const pace = paceOf(300, 0, 1_000, 10_000);
    expect(pace.secondsToEmpty(120_000)).toBeNull();
    expect(pace.secondsToFull(1e6)).toBe(100);
    expect(pace.secondsToFull(-5)).toBe(0);
  });

  it('says nothing of the future after a few seconds', () => {
    expect(paceOf(5, 0, 1_000, 10_000).secondsToFull(1e6)).toBeNull();
  });

  it('says nothing before it has looked twice', () => {
    const pace = paceOf(0, 1, 1, 1);
    expect([pace.drainPerSecond, pace.secondsToEmpty(5), pace.secondsToFull(5)]).toEqual([0, null, null]);
  });
});
