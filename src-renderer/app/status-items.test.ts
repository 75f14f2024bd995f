import { describe, expect, it } from 'vitest';
import type { PendingEdits } from '../state/pending.ts';
import type { Problem } from '../state/problems.ts';
import {
  armingItem,
  clockItem,
  devicesItem,
  gatewayItem,
  historianItem,
  loadItem,
  logItem,
  pendingItem,
  problemsItem,
  publisherItem,
  tagsItem,
} from './status-items.ts';

type Status = Parameters<typeof historianItem>[0];
const status = (over: Partial<Status>): Status => ({ pointsPerSecond: 1_000, ...over }) as Status;

describe('the status bar', () => {
  it('is plain text while all is well', () => {
    expect(devicesItem(status({ devices: { total: 12, connected: 12 } }))).toEqual({ text: 'Dev 12/12' });
    expect(tagsItem(status({ tags: { total: 1_850, good: 1_850 } }))).toEqual({ text: 'Tags 1\u2009850 good' });
    const historian = { state: 'running', reason: null, pointsPerSecond: 1_180, queued: 500 } as const;
    expect(historianItem(status({ historian }))).toEqual({ text: 'Hist 1\u2009180/s' });
  });

  it('has a glyph and a number where something is not', () => {
    expect(devicesItem(status({ devices: { total: 12, connected: 11 } }))).toMatchObject({
      glyph: 'half',
      text: 'Dev 11/12',
    });
    expect(tagsItem(status({ tags: { total: 10, good: 4 } })).text).toBe('Tags 4/10 good');
    const behind = { state: 'running', reason: null, pointsPerSecond: 10, queued: 12_000 } as const;
    expect(historianItem(status({ historian: behind })).text).toBe('Hist 12 s behind');
    const down = { state: 'down', reason: null, pointsPerSecond: 0, queued: 12_000 } as const;
    expect(historianItem(status({ historian: down })).text).toBe('Hist down, 12\u2009000 points waiting');
  });

  it('shows publishing only where it is on, and what waits while the broker is away', () => {
    const base = { broker: 'mqtt://b', reason: null, commandFaults: [], pointsPerSecond: 990, queued: 12_000 };
    const publisher = (state: Status['publisher']['state'], queued = 0): Status =>
      status({ publisher: { ...base, state, queued } });
    expect(publisherItem(publisher('off'))).toBeUndefined();
    expect(publisherItem(publisher('connected'))).toEqual({ text: '990 msg/s' });
    expect(publisherItem(publisher('connected', 12_000))?.text).toBe('Broker 12 s behind');
    expect(publisherItem(publisher('offline', 12_000))).toMatchObject({
      tone: 'error',
      text: 'Broker down, buffering 12\u2009000',
    });
    const hostAway = { ...base, state: 'offline', reason: { code: 'NX_MQTT_HOST', text: '' } } as const;
    expect(publisherItem(status({ publisher: hostAway }))).toMatchObject({
      tone: 'warning',
      text: 'Host away, buffering 12\u2009000',
    });
  });

  it('shows how busy polling is, and what it had to leave out', () => {
    const load = (pollingLoad: number): Status => status({ process: { pollingLoad } as Status['process'] });
    expect(loadItem(load(0.384), 0)).toEqual({ text: 'Load 38 %' });
    expect(loadItem(load(0.96), 0)).toMatchObject({ glyph: 'half', text: 'Load 96 %' });
    expect(loadItem(load(0.5), 14)).toMatchObject({ tone: 'warning', text: 'Load 50 %, 14 skipped/min' });
  });

  it('counts problems, and tells errors from warnings by their glyph', () => {
    const problem = (severity: Problem['severity']): Problem => ({ key: severity, severity, device: null, text: '' });
    expect(problemsItem({})).toEqual({ text: '0 problems' });
    expect(problemsItem({ a: [problem('warning')] })).toEqual({ glyph: 'half', text: '1 problem' });
    expect(problemsItem({ a: [problem('warning')], b: [problem('error')] })).toEqual({
      glyph: 'bad',
      text: '2 problems',
    });
  });

  it('shows edits that are not applied, and whether something is in their way', () => {
    const edits = (count: number, errors: number): PendingEdits => ({ edits: count, errors }) as PendingEdits;
    expect(pendingItem({ a: edits(0, 0) })).toBeUndefined();
    expect(pendingItem({ a: edits(2, 0), b: edits(1, 0) })).toEqual({ text: '3 pending' });
    expect(pendingItem({ a: edits(3, 1) })).toEqual({ glyph: 'bad', text: '3 pending, 1 with errors' });
  });

  it('shows the log only where it runs out of room', () => {
    const log = (state: Status['log']['state']): Status =>
      status({ log: { state, text: '', usedBytes: 90, budgetBytes: 100, freeBytes: 1, droppedPoints: 4_000 } });
    expect(logItem(log('ok'))).toBeUndefined();
    expect(logItem(log('near-full'))).toMatchObject({ tone: 'warning', text: 'Log 90 % full' });
    expect(logItem(log('dropping'))).toMatchObject({ tone: 'error', text: 'Log full, 4\u2009000 points dropped' });
    expect(logItem(log('full'))?.text).toContain('Disk full');
  });

  it('counts the loss of the gateway and says when it is tried again', () => {
    const lost = { kind: 'lost', sinceMs: 1_000_000, nextTryMs: 1_017_000 } as const;
    expect(gatewayItem(lost, 1_014_000)).toEqual({
      glyph: 'bad',
      tone: 'error',
      text: 'Gateway lost 00:14, retrying in 3 s',
    });
    expect(gatewayItem(lost, 1_017_500).text).toBe('Gateway lost 00:17, retrying now');
    expect(gatewayItem({ kind: 'open', roundTripMs: 4.2 }, 0).text).toBe('Gateway 4 ms');
  });

  it('counts down what is armed, and is plain while nothing is', () => {
    const nameOf = (device: string): string => (device === 'boiler-1' ? 'Boiler 1' : device);
    const scope = (device: string | null, untilUs: number) => ({ device, untilUs, reason: 'test' });
    expect(armingItem([], nameOf, 0)).toEqual({ text: 'Disarmed' });
    expect(armingItem([scope('boiler-1', 282e6)], nameOf, 0)).toEqual({
      glyph: 'armed',
      tone: 'manual',
      text: 'ARMED Boiler 1 04:42',
    });
    expect(armingItem([scope('boiler-1', 282e6)], nameOf, 282e6).text).toBe('Disarmed');
    const two = [scope('boiler-1', 282e6), scope('pumps-1', 60e6)];
    expect(armingItem(two, nameOf, 0).text).toBe('ARMED 2 devices 01:00');
    expect(armingItem([...two, scope(null, 300e6)], nameOf, 0).text).toBe('ARMED all devices 01:00');
  });

  it('shows the time, and how far the clocks are apart when that matters', () => {
    expect(clockItem('14:02:11', 0.4)).toEqual({ text: '14:02:11' });
    expect(clockItem('14:02:11', 2.4).text).toBe('Clock 2.4 s behind gateway');
    expect(clockItem('14:02:11', -3).text).toBe('Clock 3.0 s ahead of gateway');
  });
});
