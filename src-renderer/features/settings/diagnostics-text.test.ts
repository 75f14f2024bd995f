import { describe, expect, it } from 'vitest';
import type { SystemInfo, SystemStatus } from '../../../src-shared/contract/system.ts';
import { diagnosticsText } from './diagnostics-text.ts';

const info: SystemInfo = {
  version: '1.2.3',
  project: 'Secret plant',
  gateway: 'edge-pc-03',
  mode: 'live',
  login: 'token',
  startedUs: 0,
  you: { name: 'ada', roles: ['engineer'] },
};
const status: SystemStatus = {
  timeUs: 0,
  devices: { total: 2, connected: 1 },
  tags: { total: 40, good: 40 },
  pointsPerSecond: 80,
  historian: { state: 'down', reason: { code: 'NX_DISK', text: '/srv/plant/x' }, pointsPerSecond: 0, queued: 9 },
  publisher: {
    state: 'offline',
    broker: 'mqtts://broker.acme.example:8883',
    reason: { code: 'NX_MQTT', text: 'broker.acme.example refused' },
    pointsPerSecond: 0,
    queued: 3,
    commandFaults: [],
  },
  sinks: [],
  log: { state: 'low', text: '/srv/plant is low', usedBytes: 1, budgetBytes: 2, freeBytes: 3, droppedPoints: 0 },
  hosts: [],
  pollsSkipped: 0,
  reconnects: 0,
  writes: { settled: 0, problems: 0 },
  process: { cpuPercent: 1, rssBytes: 2, uptimeS: 3, pollingLoad: 0, historianBytes: null },
  balance: { produced: 5, accepted: 5, rejected: 0, pending: 0, sinks: [] },
};

describe('the diagnostics that are copied', () => {
  const text = diagnosticsText({ info, status, kinds: ['connected', 'offline', 'offline'], agent: 'Browser 1' });

  it('hold the figures and the codes of reasons', () => {
    expect(JSON.parse(text)).toMatchObject({
      version: '1.2.3',
      roles: ['engineer'],
      devices: { connected: 1, offline: 2 },
      status: { balance: { produced: 5 }, publisher: { broker: 'mqtts://…', reason: 'NX_MQTT', queued: 3 } },
    });
  });

  it('hold no name and no address', () => {
    for (const secret of ['Secret plant', 'edge-pc-03', 'ada', 'acme', '/srv']) expect(text).not.toContain(secret);
  });
});
