import { describe, expect, it } from 'vitest';
import type { SystemStatus } from '../../../src-shared/contract/system.ts';
import { pipelineStages, type Rates, type Stage } from './pipeline-stages.ts';

const GiB = 2 ** 30;
const status: SystemStatus = {
  timeUs: 0,
  devices: { total: 12, connected: 12 },
  tags: { total: 1_850, good: 1_850 },
  pointsPerSecond: 1_240,
  historian: { state: 'running', reason: null, pointsPerSecond: 1_240, queued: 300 },
  publisher: {
    state: 'connected',
    broker: 'mqtt://x',
    reason: null,
    pointsPerSecond: 1_240,
    queued: 20,
    commandFaults: [],
  },
  sinks: [],
  log: { state: 'ok', text: 'fine', usedBytes: GiB / 4, budgetBytes: 2 * GiB, freeBytes: 40 * GiB, droppedPoints: 0 },
  hosts: [{ name: 'acquisition', state: 'running', restarts: 0 }],
  pollsSkipped: 0,
  reconnects: 0,
  writes: { settled: 0, problems: 0 },
  process: { cpuPercent: 12, rssBytes: 2e8, uptimeS: 60, pollingLoad: 0.38, historianBytes: 3.2 * GiB },
  balance: {
    produced: 0,
    accepted: 0,
    rejected: 0,
    pending: 0,
    sinks: [{ sink: 'historian', before: 0, delivered: 343_597_383, queued: 0, dropped: 0, quarantined: 0 }],
  },
};
const rates: Rates = { produced: 1_240, published: 1_240, stored: 1_240, load: 0.38 };

const stage = (key: Stage['key'], over: Partial<SystemStatus> = {}, at: Partial<Rates> = {}): Stage =>
  pipelineStages({ ...status, ...over }, { ...rates, ...at }).find((one) => one.key === key)!;

describe('the stages of the pipeline', () => {
  it('have no effects while everything is well', () => {
    expect(pipelineStages(status, rates).map(({ tone, effects }) => [tone, effects])).toEqual(
      Array.from({ length: 5 }, () => ['normal', []]),
    );
  });

  it('say what is lost with a device', () => {
    expect(stage('devices', { devices: { total: 12, connected: 11 } })).toMatchObject({
      word: '11 of 12 connected',
      tone: 'warning',
      effects: ['One device is not connected. Its tags are Bad until it is back.'],
    });
  });

  it('say what goes on and what waits while the broker is down', () => {
    const publisher = {
      ...status.publisher,
      state: 'offline' as const,
      queued: 18_400,
      reason: { code: 'NX_MQTT_UNREACHABLE', text: '127.0.0.1 refused port 1883.' },
    };
    expect(stage('broker', { publisher })).toMatchObject({
      word: 'Down',
      tone: 'error',
      effects: [
        '127.0.0.1 refused port 1883.',
        'Broker down: Live values continue here. Topics wait in the log (18\u2009400 points).',
      ],
    });
  });

  it('say that it is the host and not the broker that is away', () => {
    const text = 'The Sparkplug primary host “scada” is not online.';
    const reason = { code: 'NX_MQTT_HOST', text };
    const publisher = { ...status.publisher, state: 'offline' as const, queued: 5, reason };
    expect(stage('broker', { publisher })).toMatchObject({
      word: 'Host away',
      tone: 'warning',
      effects: [text, 'Host away: Live values continue here. Topics wait in the log (5 points).'],
    });
  });

  it('say what is dropped, and what is not stored', () => {
    const log = { ...status.log, state: 'dropping' as const, text: 'The budget is used up.', droppedPoints: 7 };
    expect(stage('log', { log }).effects).toEqual([
      'The budget is used up.',
      'The oldest points are dropped: 7 points so far.',
    ]);
    const down = { ...status.historian, state: 'down' as const, queued: 1 };
    expect(stage('historian', { historian: down }).effects).toEqual([
      'Historian down: Live values continue here. History waits in the log (1 point).',
    ]);
  });

  it('flag a stage that takes less than the one before gives, when points do wait', () => {
    const historian = { ...status.historian, queued: 9_000 };
    expect(stage('historian', { historian }, { stored: 1_000 })).toMatchObject({
      word: 'Behind',
      effects: ['240 points/s are not stored yet; they wait in the log.'],
    });
    expect(stage('historian', {}, { stored: 1_000 }).effects).toEqual([]);
    expect(stage('historian', { historian }, { stored: 1_200 }).effects).toEqual([]);
  });

  it('tell how long the disk lasts at the rate of now, from what a point took until now', () => {
    // 10 bytes a point, 1,240 points/s, 40 GiB free: 40.09 days.
    expect(stage('historian').facts.at(-1)).toBe('3.2 GiB (about 40 days left)');
    expect(stage('historian', {}, { stored: 0 }).facts.at(-1)).toBe('3.2 GiB');
  });

  it('are told without their colours: each state of a stage has a word of its own, each tone a glyph', () => {
    const publishers = (['off', 'connecting', 'connected', 'offline'] as const).map((state) =>
      stage('broker', { publisher: { ...status.publisher, state } }),
    );
    const logs = (['ok', 'low', 'near-full', 'dropping', 'full', 'fault'] as const).map((state) =>
      stage('log', { log: { ...status.log, state } }),
    );
    const historians = (['running', 'down'] as const).map((state) =>
      stage('historian', { historian: { ...status.historian, state } }),
    );
    const devices = [12, 11].map((connected) => stage('devices', { devices: { total: 12, connected } }));
    for (const states of [publishers, logs, historians, devices]) {
      expect(new Set(states.map(({ word }) => word)).size).toBe(states.length);
      for (const { glyph, tone } of states)
        expect(tone).toBe(glyph === 'bad' ? 'error' : glyph === 'half' ? 'warning' : 'normal');
    }
  });
});
