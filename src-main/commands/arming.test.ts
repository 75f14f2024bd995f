import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { Arming, type ArmingActor } from './arming.ts';
import type { ArmingEntry } from './arming-entry.ts';

const actor = (session: string): ArmingActor => ({ name: `person ${session}`, via: 'socket', session });

let clock: FakeClock;
let recorded: ArmingEntry[];
let arming: Arming;
beforeEach(() => {
  clock = new FakeClock();
  recorded = [];
  arming = new Arming({ clock, record: async (entry) => void recorded.push(entry) }, 600_000);
});
const told = (): readonly string[] =>
  recorded.map(({ what, device }) => `${what.kind === 'armed' ? 'armed' : what.cause} ${device ?? 'all'}`);

describe('arming', () => {
  it('begins disarmed, holds for one device or all, and ends by itself', async () => {
    expect(arming.isArmed('a', 'boiler')).toBe(false);
    await arming.arm(actor('a'), 'boiler', 'loop check');
    expect([arming.isArmed('a', 'boiler'), arming.isArmed('a', 'pump'), arming.isArmed('b', 'boiler')]).toEqual([
      true,
      false,
      false,
    ]);
    await arming.arm(actor('a'), undefined, 'commissioning');
    expect(arming.isArmed('a', 'pump')).toBe(true);
    await clock.advance(300_000);
    expect(arming.scopes('a')).toEqual([]);
    expect(told()).toEqual(['armed boiler', 'armed all', 'expired boiler', 'expired all']);
  });

  it('is not made longer by a step of the wall clock', async () => {
    await arming.arm(actor('a'), 'boiler', 'loop check');
    clock.stepWall(-7_200e6);
    await clock.advance(300_001);
    expect(arming.isArmed('a', 'boiler')).toBe(false);
  });

  it('lasts as many minutes as were asked for, and no more than the site allows', async () => {
    await arming.arm(actor('a'), 'boiler', 'x', 1);
    await clock.advance(59_999);
    expect(arming.isArmed('a', 'boiler')).toBe(true);
    await clock.advance(1);
    expect(arming.isArmed('a', 'boiler')).toBe(false);
    await expect(arming.arm(actor('a'), 'boiler', 'x', 11)).rejects.toMatchObject({ code: 'NX_REQUEST_INVALID' });
    expect(arming.scopes('a')).toEqual([]);
  });

  it('begun anew ends at the new time and not at the old one', async () => {
    await arming.arm(actor('a'), 'boiler', 'x', 2);
    await clock.advance(90_000);
    await arming.arm(actor('a'), 'boiler', 'y', 2);
    await clock.advance(90_000);
    expect(arming.scopes('a').map(({ reason }) => reason)).toEqual(['y']);
    await clock.advance(30_000);
    expect(told()).toEqual(['armed boiler', 'armed boiler', 'armed_again boiler', 'expired boiler']);
  });

  it('ends at once when it is disarmed, one device or all', async () => {
    for (const device of ['boiler', 'pump', 'fan']) await arming.arm(actor('a'), device, 'x');
    expect(arming.disarm('a', 'asked', 'pump')).toBe(1);
    expect([arming.isArmed('a', 'pump'), arming.isArmed('a', 'fan')]).toEqual([false, true]);
    expect(arming.disarm('a', 'link_lost')).toBe(2);
    expect(told().slice(3)).toEqual(['asked pump', 'link_lost boiler', 'link_lost fan']);
    expect(clock.pending).toBe(0);
  });

  it('does not hold when the journal does not take it', async () => {
    const full = new Arming({ clock, record: () => Promise.reject(new Error('disk full')) }, 600_000);
    await expect(full.arm(actor('a'), 'boiler', 'x')).rejects.toThrow('disk full');
    expect(full.isArmed('a', 'boiler')).toBe(false);
  });

  it('is told to those who listen, by session', async () => {
    const heard: string[] = [];
    arming.changed.on((session) => heard.push(`${session} ${arming.scopes(session).length}`));
    await arming.arm(actor('a'), 'boiler', 'x', 1);
    await arming.arm(actor('b'), 'boiler', 'x', 1);
    arming.disarm('b', 'asked');
    await clock.advance(60_000);
    expect(heard).toEqual(['a 1', 'b 1', 'b 0', 'a 0']);
  });

  it('of everybody ends with the engine, and that is recorded', async () => {
    await arming.arm(actor('a'), undefined, 'x');
    await arming.dispose();
    expect(told()).toEqual(['armed all', 'engine_stopped all']);
    expect(recorded[1]).toMatchObject({ id: recorded[0]!.id, actor: 'person a', via: 'socket', reason: 'x' });
  });
});
