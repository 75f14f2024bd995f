import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../testing/fake-clock.ts';
import { Heartbeat } from './heartbeat.ts';

function givenHeartbeat() {
  const clock = new FakeClock();
  const seen = { beats: 0, told: [] as (readonly string[])[], stuck: [] as readonly string[], asked: [] as number[] };
  const heartbeat = new Heartbeat(
    {
      watchdogMs: 30_000,
      stuck: async (deadlineMs) => {
        seen.asked.push(deadlineMs);
        return seen.stuck;
      },
      beat: async () => void seen.beats++,
      told: (stuck) => seen.told.push(stuck),
    },
    clock,
  );
  const pass = (): Promise<void> => clock.advance(10_000);
  return { seen, pass, heartbeat };
}

describe('the heartbeat of a service', () => {
  it('comes three times within the time of the watchdog while everything answers', async () => {
    const { seen, pass } = givenHeartbeat();
    for (let i = 0; i < 3; i++) await pass();
    expect(seen.beats).toBeGreaterThanOrEqual(3);
    expect(seen.asked).toContain(10_000);
    expect(seen.told).toEqual([]);
  });

  it('is withheld while a thread does not answer, which is told once, and comes back with it', async () => {
    const { seen, pass } = givenHeartbeat();
    await pass();
    const before = seen.beats;
    seen.stuck = ['log'];
    await pass();
    await pass();
    expect(seen.beats).toBe(before);
    seen.stuck = [];
    await pass();
    expect(seen.beats).toBe(before + 1);
    expect(seen.told).toEqual([['log'], []]);
  });

  it('ends with its service', async () => {
    const { seen, pass, heartbeat } = givenHeartbeat();
    await pass();
    heartbeat.dispose();
    const before = seen.beats;
    await pass();
    expect(seen.beats).toBe(before);
  });
});
