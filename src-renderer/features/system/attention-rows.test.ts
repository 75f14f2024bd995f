import { describe, expect, it } from 'vitest';
import type { DeviceHealth, DeviceView, LinkStatus } from '../../../src-shared/contract/devices.ts';
import { attentionRows } from './attention-rows.ts';

const reason = { code: 'NX_DRIVER_TIMEOUT', text: 'No answer within 3 s. Check power and cable.' };
const view = (id: string, status: LinkStatus, tagFaults: DeviceHealth['tagFaults'] = []): DeviceView => ({
  id,
  uid: id,
  name: id,
  description: '',
  protocol: 'p',
  protocolTitle: 'P',
  memory: null,
  endpoint: '',
  enabled: true,
  unsPrefix: '',
  pollIntervalMs: 1_000,
  tags: 1,
  simulated: false,
  twin: 'off',
  pollPlan: [],
  health: {
    device: id,
    status,
    mode: 'polled',
    updatesPerSecond: null,
    polls: 0,
    pollsFailed: 0,
    pollsSkipped: 0,
    successRatio: null,
    latencyP50Ms: null,
    latencyP95Ms: null,
    tagsGood: 0,
    lastGoodUs: null,
    tagFaults,
  },
});
const CONNECTED: LinkStatus = { kind: 'connected', sinceUs: 1 };

describe('devices that need attention', () => {
  it('are those that are lost or slow, and those with tags that fail alone; lost ones first', () => {
    const rows = attentionRows(
      [
        view('fine', CONNECTED),
        view('off', { kind: 'disabled' }),
        view('slow', { kind: 'degraded', sinceUs: 1, reason: { ...reason, text: 'Slow.' } }),
        view('holes', CONNECTED, [
          { tag: 'flow', text: 'No register.' },
          { tag: 'level', text: 'No register.' },
        ]),
        view('first', { kind: 'connecting', attempt: 1, reason: null }),
        view('lost', { kind: 'connecting', attempt: 4, reason }),
      ],
      {},
    );
    expect(rows.map(({ device, reason: why }) => [device.id, why])).toEqual([
      ['lost', reason.text],
      ['slow', 'Slow.'],
      ['holes', '2 tags are Bad while the device answers. flow: No register.'],
    ]);
  });

  it('follow the health of now', () => {
    const device = view('lost', { kind: 'connecting', attempt: 4, reason });
    expect(attentionRows([device], { lost: view('lost', CONNECTED).health })).toEqual([]);
  });
});
