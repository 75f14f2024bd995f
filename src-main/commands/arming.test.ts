import { describe, expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { Arming } from './arming.ts';

describe('arming', () => {
  it('begins disarmed, holds for one device or all, and ends by itself', async () => {
    const clock = new FakeClock();
    const arming = new Arming(clock, 300_000);
    expect(arming.isArmed('a', 'boiler')).toBe(false);
    arming.arm('a', 'boiler', 'loop check');
    expect([arming.isArmed('a', 'boiler'), arming.isArmed('a', 'pump'), arming.isArmed('b', 'boiler')]).toEqual([
      true,
      false,
      false,
    ]);
    arming.arm('a', undefined, 'commissioning');
    expect(arming.isArmed('a', 'pump')).toBe(true);
    await clock.advance(300_000);
    expect(arming.scopes('a')).toEqual([]);
  });

  it('is not made longer by a step of the wall clock', async () => {
    const clock = new FakeClock();
    const arming = new Arming(clock, 300_000);
    arming.arm('a', 'boiler', 'loop check');
    clock.stepWall(-7_200e6);
    await clock.advance(300_001);
    expect(arming.isArmed('a', 'boiler')).toBe(false);
  });

  it('ends at once when it is disarmed', () => {
    const arming = new Arming(new FakeClock(), 300_000);
    arming.arm('a', 'boiler', 'x');
    arming.arm('a', 'pump', 'x');
    expect(arming.disarm('a')).toBe(2);
    expect(arming.isArmed('a', 'boiler')).toBe(false);
  });
});
