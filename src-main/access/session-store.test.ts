import { afterEach, describe, expect, it } from 'vitest';
import { Lifetime } from '../kernel/lifetime.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { SessionStore } from './session-store.ts';

const MINUTE_MS = 60_000;
let lifetime = new Lifetime('session store test');
afterEach(async () => {
  await lifetime.dispose();
  lifetime = new Lifetime('session store test');
});

function givenStore() {
  const clock = new FakeClock();
  const times = { absoluteMs: 12 * 60 * MINUTE_MS, idleMs: 15 * MINUTE_MS, perUser: 5 };
  const store = lifetime.add(new SessionStore(clock, times));
  const ends: string[] = [];
  store.ended.on(({ session, why }) => ends.push(`${session.id} ${why}`));
  const open = (userId = 'ada', hasPassword = true) => {
    const identity = { kind: 'user', id: userId, name: userId, roles: ['operator'] } as const;
    return store.open({ identity, userId, hasPassword, ip: '10.0.0.1' });
  };
  return { clock, store, ends, open };
}

describe('a session', () => {
  it('locks after a quarter of an hour without anything done, and stays locked whatever is done', async () => {
    const { clock, store, open } = givenStore();
    const { id } = open().session;
    await clock.advance(14 * MINUTE_MS);
    store.touch(id);
    await clock.advance(14 * MINUTE_MS);
    expect(store.isLocked(id)).toBe(false);
    await clock.advance(MINUTE_MS);
    expect(store.isLocked(id)).toBe(true);
    store.touch(id);
    expect(store.isLocked(id)).toBe(true);
    store.unlock(id);
    expect(store.isLocked(id)).toBe(false);
  });

  it('tells that it locked although nobody asks', async () => {
    const { clock, store, open } = givenStore();
    const told: string[] = [];
    store.lockChanged.on(({ session, locked, why }) => told.push(`${session.id} ${locked} ${why}`));
    const { id } = open().session;
    await clock.advance(16 * MINUTE_MS);
    expect(told).toEqual([`${id} true idle`]);
  });

  it('without a password is never locked, because nothing could unlock it', async () => {
    const { clock, store, open } = givenStore();
    const { id } = open('kiosk', false).session;
    store.lock(id);
    await clock.advance(60 * MINUTE_MS);
    expect(store.isLocked(id)).toBe(false);
  });

  it('ends after twelve hours, whatever is done', async () => {
    const { clock, store, ends, open } = givenStore();
    const { id } = open().session;
    for (let quarter = 0; quarter < 48; quarter++) {
      store.touch(id);
      await clock.advance(15 * MINUTE_MS - 1);
    }
    expect(store.find(id)).toBeDefined();
    await clock.advance(MINUTE_MS);
    expect(store.find(id)).toBeUndefined();
    expect(ends).toEqual([`${id} expired`]);
  });

  it('of a user who opens a sixth ends, the oldest first', () => {
    const { store, ends, open } = givenStore();
    const ids = Array.from({ length: 6 }, () => open().session.id);
    open('bob');
    expect(ends).toEqual([`${ids[0]} too_many`]);
    expect(store.of('ada').map(({ id }) => id)).toEqual(ids.slice(1));
  });

  it('ends where another one of its user changed the password', () => {
    const { store, open } = givenStore();
    const [own, other] = [open().session.id, open().session.id];
    store.endAllOf('ada', 'password_changed', own);
    expect(store.find(own)).toBeDefined();
    expect(store.find(other)).toBeUndefined();
  });
});

describe('a refresh token', () => {
  it('is good once, for the next one', () => {
    const { store, open } = givenStore();
    const first = open();
    const second = store.refresh(first.refresh)!;
    expect(second.session.id).toBe(first.session.id);
    expect(store.refresh(second.refresh!)!.refresh).not.toBe(second.refresh);
  });

  it('that was used before ends the session: somebody has a copy', async () => {
    const { clock, store, ends, open } = givenStore();
    const first = open();
    const second = store.refresh(first.refresh)!;
    await clock.advance(MINUTE_MS);
    expect(store.refresh(first.refresh)).toBeUndefined();
    expect(ends).toEqual([`${first.session.id} refresh_reused`]);
    expect(store.refresh(second.refresh!)).toBeUndefined();
  });

  it('sent again within seconds, its answer having been lost, ends nothing and gives no second chain', () => {
    const { store, ends, open } = givenStore();
    const first = open();
    store.refresh(first.refresh);
    expect(store.refresh(first.refresh)).toMatchObject({ refresh: undefined });
    expect(ends).toEqual([]);
  });

  it('that was never given out ends nobody else’s session', () => {
    const { store, ends, open } = givenStore();
    const { session } = open();
    for (const wrong of ['', 'x', `${session.id}.`, `${session.id}.guess`, 'nobody.guess'])
      expect(store.refresh(wrong)).toBeUndefined();
    expect(ends).toEqual([]);
  });
});
