import { describe, expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { BusyShare } from './busy-share.ts';
import { EventLoopLag } from './event-loop-lag.ts';

describe('the lag of the main thread', () => {
  it('is what a tick came late, and is forgotten after a minute', async () => {
    const clock = new FakeClock();
    const lag = new EventLoopLag(clock);
    expect(lag.figures()).toEqual({ p50Ms: 0, p99Ms: 0, maxMs: 0 });
    await clock.advance(10_000);
    clock.stall(800);
    await clock.advance(2_000);
    // Due 250 ms after the tick before the stall, so 800 − 250 late.
    expect(lag.figures()).toEqual({ p50Ms: 0, p99Ms: 550, maxMs: 550 });
    await clock.advance(61_000);
    expect(lag.figures().maxMs).toBe(0);
    await lag.dispose();
    expect(clock.pending).toBe(0);
  });
});

describe('the load of a group of threads', () => {
  it('is the share of the last seconds that they were busy, also after one was started anew', async () => {
    const clock = new FakeClock();
    const busy: (number | undefined)[] = [0, 10];
    const share = new BusyShare(clock, () =>
      busy.map((busySeconds, i) => ({ name: `h${i}`, state: 'running', restarts: 0, busySeconds })),
    );
    busy[0] = 5;
    await clock.advance(5_000);
    expect(share.share).toBe(0.5);
    busy[1] = 2.5;
    await clock.advance(5_000);
    expect(share.share).toBe(0);
    busy[0] = undefined;
    busy[1] = 5;
    await clock.advance(5_000);
    expect(share.share).toBe(0.5);
    await share.dispose();
  });
});
