import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { armingLost, scopesRead, useArming } from './arming.ts';

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
});
