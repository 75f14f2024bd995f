import { describe, expect, it } from 'vitest';
import type { DeviceHealth, LinkStatus } from '../../../src-shared/contract/devices.ts';
import { deviceStatus } from './device-status.ts';

const reason = { code: 'NX_NET_REFUSED', text: '10.0.0.1 refused port 502. Check the port.' };
const shown = (status: LinkStatus) => {
  const { glyph, word, reason: line } = deviceStatus({ status } as DeviceHealth, 12e6);
  return [glyph, word, line];
};

describe('the status of a device', () => {
  it('has a glyph and a word for each state, and the reason where something is wrong', () => {
    expect(shown({ kind: 'connected', sinceUs: 0 })).toEqual(['ok', 'Connected', null]);
    expect(shown({ kind: 'connecting', attempt: 1, reason: null })).toEqual(['connecting', 'Connecting', null]);
    expect(shown({ kind: 'connecting', attempt: 3, reason })).toEqual(['connecting', 'Connecting (3)', reason.text]);
    expect(shown({ kind: 'degraded', sinceUs: 0, reason })).toEqual(['half', 'Degraded', reason.text]);
    const offline = { kind: 'offline', sinceUs: 0, nextTryUs: 29.5e6, reason } as const;
    expect(shown({ ...offline, breaker: 'closed' })).toEqual(['bad', 'Offline', reason.text]);
    expect(shown({ ...offline, breaker: 'open' })).toEqual(['breaker', 'Breaker 18 s', reason.text]);
    expect(shown({ kind: 'disabled' })).toEqual(['off', 'Disabled', null]);
  });

  it('is told without its colour: no two states have the same glyph, or the same word', () => {
    const offline = { kind: 'offline', sinceUs: 0, nextTryUs: 29.5e6, reason } as const;
    const all = [
      shown({ kind: 'connected', sinceUs: 0 }),
      shown({ kind: 'connecting', attempt: 1, reason: null }),
      shown({ kind: 'degraded', sinceUs: 0, reason }),
      shown({ ...offline, breaker: 'closed' }),
      shown({ ...offline, breaker: 'open' }),
      shown({ kind: 'disabled' }),
    ];
    expect(new Set(all.map(([glyph]) => glyph)).size).toBe(all.length);
    expect(new Set(all.map(([, word]) => word)).size).toBe(all.length);
  });
});
