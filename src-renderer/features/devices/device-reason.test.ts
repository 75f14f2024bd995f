import { expect, it } from 'vitest';
import type { DeviceHealth } from '../../../src-shared/contract/devices.ts';
import { deviceFix } from './device-fix.ts';
import { deviceReason } from './device-reason.ts';

const health = (status: DeviceHealth['status'], faults: readonly string[] = []): DeviceHealth =>
  ({ status, tagFaults: faults.map((text) => ({ tag: 'speed', text })) }) as unknown as DeviceHealth;
const connected = { kind: 'connected', sinceUs: 0 } as const;
const offline = (code: string, breaker: 'open' | 'closed' = 'closed') =>
  health({ kind: 'offline', sinceUs: 0, nextTryUs: 0, breaker, reason: { code, text: 'Why.' } });

it('a device that answers tells what its tags are refused with, by the id of the message', () => {
  expect(deviceReason(health(connected))).toBeUndefined();
  expect(deviceReason(health(connected, ['The CPU refused the read. (0x8104)']))).toEqual({
    text: 'speed: The CPU refused the read. (0x8104)',
    id: 's7.putget',
    tone: 'warning',
  });
  expect(deviceReason(offline('NX_NET_REFUSED'))).toMatchObject({ text: 'Why.', id: 'net.refused', tone: 'error' });
});

it('a device that needs attention offers what most likely helps, and one that needs none offers nothing', () => {
  const label = (of: DeviceHealth) => deviceFix(of)?.label;
  expect(label(health(connected))).toBeUndefined();
  expect(label(health({ kind: 'disabled' }))).toBeUndefined();
  expect(label(health(connected, ['Refused.']))).toBe('Show the frame');
  expect(label(offline('NX_NET_REFUSED', 'open'))).toBe('Test connection');
  expect(label(offline('NX_OPCUA_UNTRUSTED'))).toBe('Show certificate');
  expect(label(offline('NX_DRIVER_DISCONNECTED', 'open'))).toBe('Try now');
  const slow = { code: 'NX_DRIVER_TIMEOUT', text: 'Slow.' };
  expect(label(health({ kind: 'degraded', sinceUs: 0, reason: slow }))).toBe('Show poll plan');
});
