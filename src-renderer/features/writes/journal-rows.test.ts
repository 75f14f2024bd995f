import { describe, expect, it } from 'vitest';
import type { WriteEntry } from '../../../src-shared/contract/writes.ts';
import { changeOf, copiedEntries, type JournalRow, placeOf, statusOf, whoOf } from './journal-rows.ts';

const tag = {
  name: 'Pressure setpoint',
  dataType: 'float32',
  euLow: 0,
  euHigh: 10,
  unit: 'bar',
  states: {},
} as JournalRow['tag'];
const device = { name: 'Boiler 1' } as JournalRow['device'];
type Write = Extract<WriteEntry, { kind: 'write' }>;
const write = (over: Partial<Write> = {}): Write => ({
  kind: 'write',
  request_id: '1',
  device_id: 'boiler-1',
  tag_id: 'setpoint',
  success: true,
  status: 'DONE_VERIFIED',
  error: null,
  value: 7,
  read_back: 7,
  previous: 7.5,
  timestamp: '2026-02-03T13:02:11.210Z',
  duration_ms: 38.4,
  duplicate: false,
  actor: 'local',
  via: 'socket',
  reason: 'SAT step 4',
  ...over,
});

describe('a row of Writes', () => {
  it('speaks of the tag as the rest of the workbench does', () => {
    const row: JournalRow = { entry: write(), tag, device };
    expect([placeOf(row), changeOf(row), whoOf(row)]).toEqual([
      'Boiler 1 · Pressure setpoint',
      '7.50 bar → 7.00 bar',
      'local (socket)',
    ]);
  });

  it('stays readable where the tag is no more', () => {
    const row: JournalRow = { entry: write({ previous: null }), tag: undefined, device: undefined };
    expect([placeOf(row), changeOf(row)]).toEqual(['boiler-1 · setpoint', '— → 7']);
  });

  it('tells a message that was published by hand from one that cleared what the broker kept', () => {
    const published: Extract<WriteEntry, { kind: 'published' }> = {
      kind: 'published',
      topic: 'acme/boiler/level',
      bytes: 5,
      qos: 1,
      retain: true,
      outcome: 'done',
      actor: 'local',
      via: 'socket',
      reason: 'Trying',
      timestamp: '2026-02-03T13:02:11.210Z',
    };
    const row: JournalRow = { entry: published, tag: undefined, device: undefined };
    expect([placeOf(row), changeOf(row), statusOf(row).word]).toEqual([
      'acme/boiler/level',
      '5 bytes, QoS 1, retained',
      'Published',
    ]);
    const cleared: JournalRow = { ...row, entry: { ...published, bytes: 0, outcome: 'unknown' } };
    expect([changeOf(cleared), statusOf(cleared).word]).toEqual(['retained cleared', 'Outcome not known']);
    expect(copiedEntries([row]).split('\r\n')[1]!.split('\t')).toHaveLength(11);
  });

  it('says who was armed for what, and why it ended', () => {
    const about = { actor: 'local', via: 'socket', reason: 'SAT', timestamp: '2026-02-03T13:00:00.000Z' };
    const armed: JournalRow = {
      entry: { kind: 'armed', ...about, device_id: 'boiler-1', until: '2026-02-03T13:05:00.000Z' },
      tag: undefined,
      device,
    };
    expect([placeOf(armed), statusOf(armed).word, whoOf(armed)]).toEqual(['Boiler 1', 'Armed', 'local (socket)']);
    const ended: JournalRow = {
      entry: { kind: 'disarmed', ...about, device_id: null, cause: 'expired' },
      tag: undefined,
      device: undefined,
    };
    expect([placeOf(ended), statusOf(ended).word]).toEqual(['All devices', 'Disarmed: time was up']);
    const [, first, second] = copiedEntries([armed, ended]).split('\r\n');
    expect(first?.split('\t')).toHaveLength(11);
    expect(second?.split('\t')).toHaveLength(11);
  });
});

describe('receipts that are copied', () => {
  it('are a table with a header, plain numbers and ISO times', () => {
    const [header, line] = copiedEntries([{ entry: write(), tag, device }]).split('\r\n');
    expect(header?.split('\t')).toHaveLength(11);
    expect(line?.split('\t').slice(0, 7)).toEqual([
      '2026-02-03T13:02:11.210Z',
      'boiler-1',
      'setpoint',
      '7.5',
      '7',
      '7',
      'DONE_VERIFIED',
    ]);
  });

  it('are never a formula or a second line to a spreadsheet', () => {
    const row = { entry: write({ reason: '=1+1\n2', value: -3 }), tag, device };
    const cells = copiedEntries([row]).split('\r\n')[1]!.split('\t');
    expect([cells[4], cells[9]]).toEqual(['-3', "'=1+1 2"]);
  });
});
