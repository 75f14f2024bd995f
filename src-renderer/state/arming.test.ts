import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { armingLost, disarmWhenAway, scopesRead, useArming } from './arming.ts';

describe('what this page is armed for', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const inMs = (device: string, ms: number) => ({ device, untilUs: (Date.now() + ms) * 1_000, reason: 'test' });
  const devices = () => useArming.getState().scopes.map((scope) => scope.device);

  it('ends by itself, each scope at its own time', () => {
    scopesRead([inMs('boiler-1', 60_000), inMs('pumps-1', 300_000)]);
    vi.advanceTimersByTime(59_000);
    expect(devices()).toEqual(['boiler-1', 'pumps-1']);
    vi.advanceTimersByTime(2_000);
    expect(devices()).toEqual(['pumps-1']);
    vi.advanceTimersByTime(300_000);
    expect(devices()).toEqual([]);
  });

  it('is nothing where the time had run out before it was heard of', () => {
    scopesRead([inMs('boiler-1', -1)]);
    expect(devices()).toEqual([]);
  });

  it('is nothing from the moment that the link is lost', () => {
    scopesRead([inMs('boiler-1', 60_000)]);
    armingLost();
    expect(devices()).toEqual([]);
  });

  it('ends when the window had no focus for five minutes, and not when somebody came back before', () => {
    const page = new EventTarget();
    let disarmed = 0;
    const end = disarmWhenAway(page, () => disarmed++);
    page.dispatchEvent(new Event('blur'));
    vi.advanceTimersByTime(4 * 60_000);
    page.dispatchEvent(new Event('focus'));
    vi.advanceTimersByTime(10 * 60_000);
    expect(disarmed).toBe(0);
    page.dispatchEvent(new Event('blur'));
    vi.advanceTimersByTime(5 * 60_000);
    expect(disarmed).toBe(1);
    end();
    page.dispatchEvent(new Event('blur'));
    vi.advanceTimersByTime(10 * 60_000);
    expect(disarmed).toBe(1);
  });
});
