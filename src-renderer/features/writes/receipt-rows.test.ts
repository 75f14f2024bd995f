import { describe, expect, it } from 'vitest';
import { changeOf, copiedReceipts, placeOf, type ReceiptRow, whoOf } from './receipt-rows.ts';

const tag = {
  name: 'Pressure setpoint',
  dataType: 'float32',
  euLow: 0,
  euHigh: 10,
  unit: 'bar',
  states: {},
} as ReceiptRow['tag'];
const device = { name: 'Boiler 1' } as ReceiptRow['device'];
const receipt = (over: Partial<ReceiptRow['receipt']> = {}): ReceiptRow['receipt'] => ({
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
    const row: ReceiptRow = { receipt: receipt(), tag, device };
    expect([placeOf(row), changeOf(row), whoOf(row)]).toEqual([
      'Boiler 1 · Pressure setpoint',
      '7.50 bar → 7.00 bar',
      'local (socket)',
    ]);
  });

  it('stays readable where the tag is no more', () => {
    const row: ReceiptRow = { receipt: receipt({ previous: null }), tag: undefined, device: undefined };
    expect([placeOf(row), changeOf(row)]).toEqual(['boiler-1 · setpoint', '— → 7']);
  });
});

describe('receipts that are copied', () => {
  it('are a table with a header, plain numbers and ISO times', () => {
    const [header, line] = copiedReceipts([{ receipt: receipt(), tag, device }]).split('\r\n');
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
    const row = { receipt: receipt({ reason: '=1+1\n2', value: -3 }), tag, device };
    const cells = copiedReceipts([row]).split('\r\n')[1]!.split('\t');
    expect([cells[4], cells[9]]).toEqual(['-3', "'=1+1 2"]);
  });
});
