import { describe, expect, it } from 'vitest';
import type { LinkStatus } from '../../../src-shared/contract/devices.ts';
import { ReconnectCounter } from './reconnect-counter.ts';

const CONNECTED: LinkStatus = { kind: 'connected', sinceUs: 1 };
const CONNECTING: LinkStatus = { kind: 'connecting', attempt: 1, reason: null };
const DISABLED: LinkStatus = { kind: 'disabled' };

function countOf(...statuses: readonly LinkStatus[]): number {
  const counter = new ReconnectCounter();
  for (const status of statuses) counter.look([{ device: 'boiler', status }]);
  return counter.count;
}

describe('reconnects', () => {
  it('are counted each time a device is back, not at its first connect', () => {
    expect(countOf(CONNECTING, CONNECTED)).toBe(0);
    expect(countOf(CONNECTING, CONNECTED, CONNECTING, CONNECTING, CONNECTED, CONNECTED)).toBe(1);
    expect(countOf(CONNECTED, CONNECTING, CONNECTED, CONNECTING, CONNECTED)).toBe(2);
  });

  it('are not counted for a device that somebody switched off and on', () => {
    expect(countOf(CONNECTED, DISABLED, CONNECTING, CONNECTED)).toBe(0);
  });
});
