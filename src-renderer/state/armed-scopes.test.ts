import { describe, expect, it } from 'vitest';
import { type ArmedScope, liveScopes, scopeFor } from './armed-scopes.ts';

const scope = (device: string | null, untilUs: number): ArmedScope => ({ device, untilUs, reason: 'test' });

describe('what is armed', () => {
  it('covers its own device and no other', () => {
    const scopes = [scope('boiler-1', 100)];
    expect(scopeFor(scopes, 'boiler-1', 50)).toBe(scopes[0]);
    expect(scopeFor(scopes, 'pumps-1', 50)).toBeUndefined();
  });

  it('covers every device where the scope is all', () => {
    expect(scopeFor([scope(null, 100)], 'pumps-1', 50)?.device).toBeNull();
  });

  it('ends by itself at its time, to the microsecond', () => {
    const scopes = [scope('boiler-1', 100), scope(null, 60)];
    expect(liveScopes(scopes, 60)).toEqual([scopes[0]]);
    expect(scopeFor(scopes, 'boiler-1', 99)).toBe(scopes[0]);
    expect(scopeFor(scopes, 'boiler-1', 100)).toBeUndefined();
  });

  it('is the scope that lasts longest where two cover a device', () => {
    const scopes = [scope('boiler-1', 60), scope(null, 100)];
    expect(scopeFor(scopes, 'boiler-1', 50)).toBe(scopes[1]);
  });
});
