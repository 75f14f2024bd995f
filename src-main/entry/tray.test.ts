import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { SystemStatus } from '../../src-shared/contract/system.ts';
import { forgetElectron, recorded } from '../testing/electron-stand-in.ts';

vi.mock('electron', async () => (await import('../testing/electron-stand-in.ts')).electron);
const { StatusTray } = await import('./tray.ts');

const status = (over: Partial<SystemStatus> = {}): SystemStatus => ({
  timeUs: 0,
  devices: { total: 3, connected: 3 },
  tags: { total: 40, good: 40 },
  pointsPerSecond: 80.4,
  historian: { state: 'running', reason: null, pointsPerSecond: 80, queued: 0 },
  publisher: {
    state: 'connected',
    broker: 'mqtt://127.0.0.1:1883',
    reason: null,
    pointsPerSecond: 80,
    queued: 0,
    commandFaults: [],
  },
  sinks: [],
  log: { state: 'ok', text: '', usedBytes: 0, budgetBytes: 1, freeBytes: null, droppedPoints: 0 },
  hosts: [{ name: 'acquisition-1', state: 'running', restarts: 0 }],
  pollsSkipped: 0,
  reconnects: 0,
  writes: { settled: 0, problems: 0 },
  process: { cpuPercent: 3, rssBytes: 1, uptimeS: 1, pollingLoad: 0, historianBytes: null },
  balance: { produced: 0, accepted: 0, rejected: 0, pending: 0, sinks: [] },
  ...over,
});
const did: string[] = [];
const open = () =>
  new StatusTray('/tray.png', { showWindow: () => void did.push('show'), quit: () => void did.push('quit') });
const labels = () => recorded.trays[0]!.menus.at(-1)!.flatMap(({ label }) => (label ? [label] : []));

beforeEach(() => {
  forgetElectron();
  did.length = 0;
});

describe('the tray', () => {
  it('says that the engine starts, runs, and what needs a person', () => {
    const tray = open();
    expect(recorded.trays[0]!.tooltip).toBe('Nexus Edge\nStarting');
    tray.show(status());
    expect(recorded.trays[0]!.tooltip).toBe('Nexus Edge\nRunning\n3 of 3 devices connected\n80 points/s');
    tray.show(
      status({
        devices: { total: 3, connected: 1 },
        historian: { state: 'down', reason: null, pointsPerSecond: 0, queued: 9 },
        publisher: { ...status().publisher, state: 'offline' },
        log: { ...status().log, state: 'dropping', text: 'The log drops the oldest points' },
        hosts: [{ name: 'historian', state: 'waiting', restarts: 2 }],
      }),
    );
    expect(labels()).toEqual([
      'Running with 5 faults',
      '1 of 3 devices connected',
      '2 devices not connected',
      'Historian down',
      'Broker mqtt://127.0.0.1:1883 offline',
      'The log drops the oldest points',
      'historian is started again',
      'Show window',
      'Quit',
    ]);
  });

  it('keeps its menu while only rates change, so that it does not close under the mouse', () => {
    const tray = open();
    for (let rate = 0; rate < 5; rate++) tray.show(status({ pointsPerSecond: rate }));
    expect(recorded.trays[0]!.menus).toHaveLength(2);
    expect(recorded.trays[0]!.tooltip).toContain('4 points/s');
  });

  it('brings the window back and quits', () => {
    const tray = open();
    recorded.trays[0]!.emit('click');
    for (const item of recorded.trays[0]!.menus[0]!) item.click?.({} as never, undefined, {} as never);
    expect(did).toEqual(['show', 'show', 'quit']);
    tray.dispose();
    expect(recorded.trays[0]!.destroyed).toBe(true);
  });
});
