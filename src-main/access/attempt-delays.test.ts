import { describe, expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { AttemptDelays } from './attempt-delays.ts';

describe('the delay after wrong passwords', () => {
  it('doubles to a minute and stays there', async () => {
    const clock = new FakeClock();
    const delays = new AttemptDelays(clock);
    const waits: number[] = [];
    for (let n = 0; n < 9; n++) {
      delays.failed('ada', '10.0.0.1');
      waits.push(delays.waitMs('ada', '10.0.0.1') / 1_000);
      await clock.advance(delays.waitMs('ada', '10.0.0.1'));
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  it('holds for the account from anywhere, and for the address whatever the account', () => {
    const delays = new AttemptDelays(new FakeClock());
    delays.failed('ada', '10.0.0.1');
    expect(delays.waitMs('ada', '10.0.0.2')).toBe(1_000);
    expect(delays.waitMs('bob', '10.0.0.1')).toBe(1_000);
    expect(delays.waitMs('bob', '10.0.0.2')).toBe(0);
  });

  it('keeps nobody out who signed in from there before, whoever guesses elsewhere', () => {
    const delays = new AttemptDelays(new FakeClock());
    delays.succeeded('ada', '10.0.0.5');
    for (let n = 0; n < 20; n++) delays.failed('ada', '66.6.6.6');
    expect(delays.waitMs('ada', '66.6.6.6')).toBe(60_000);
    expect(delays.waitMs('ada', '10.0.0.5')).toBe(0);
    delays.failed('ada', '10.0.0.5');
    expect(delays.waitMs('ada', '10.0.0.5')).toBe(1_000);
  });

  it('is forgotten after a quarter of an hour without a failure, and at once after a success', async () => {
    const clock = new FakeClock();
    const delays = new AttemptDelays(clock);
    for (let n = 0; n < 5; n++) delays.failed('ada', 'a');
    await clock.advance(15 * 60_000 + 1);
    delays.failed('ada', 'a');
    expect(delays.waitMs('ada', 'a')).toBe(1_000);
    delays.succeeded('ada', 'a');
    expect(delays.waitMs('ada', 'a')).toBe(0);
  });

  it('does not grow without end', () => {
    const delays = new AttemptDelays(new FakeClock());
    for (let n = 0; n < 30_000; n++) delays.failed(`user ${n}`, `address ${n}`);
    expect(delays.waitMs('user 0', 'x')).toBe(0);
    expect(delays.waitMs('user 29999', 'x')).toBe(1_000);
  });
});
