import { describe, expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { Sessions } from './sessions.ts';

const HOUR_MS = 3_600_000;

describe('a one-time token', () => {
  it('opens one session and no second one', () => {
    const sessions = new Sessions(new FakeClock());
    const token = sessions.issueToken();
    const session = sessions.exchange(token);
    expect(sessions.isValid(session)).toBe(true);
    expect(sessions.exchange(token)).toBeUndefined();
  });

  it('is too old after 15 minutes', async () => {
    const clock = new FakeClock();
    const sessions = new Sessions(clock);
    const token = sessions.issueToken();
    await clock.advance(15 * 60_000 + 1);
    expect(sessions.exchange(token)).toBeUndefined();
  });

  it('is worth nothing after five wrong guesses, until a new one is issued', () => {
    const sessions = new Sessions(new FakeClock());
    const token = sessions.issueToken();
    for (let guess = 0; guess < 5; guess++) sessions.exchange(`guess ${guess}`);
    expect(sessions.exchange(token)).toBeUndefined();
    expect(sessions.exchange(sessions.issueToken())).toBeDefined();
  });
});

describe('a session', () => {
  it('ends after twelve hours', async () => {
    const clock = new FakeClock();
    const sessions = new Sessions(clock);
    const session = sessions.exchange(sessions.issueToken());
    await clock.advance(12 * HOUR_MS + 1);
    expect(sessions.isValid(session)).toBe(false);
  });

  it.each([undefined, '', 'made up'])('is not %j', (session) => {
    expect(new Sessions(new FakeClock()).isValid(session)).toBe(false);
  });
});
