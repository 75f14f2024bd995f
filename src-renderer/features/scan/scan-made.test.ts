import { describe, expect, it } from 'vitest';
import type { ScanRow } from '../../../src-shared/contract/drivers.ts';
import { devicesOf, rowsAsCsv, tagsOf } from './scan-made.ts';

const row = (change: Partial<ScanRow>): ScanRow => ({ id: '1', state: 'found', cells: [], ...change });

describe('what a scan found', () => {
  it('becomes tags under ids that are free', () => {
    const rows = [row({ address: '40001' }), row({ address: 'HR7' }), row({}), row({ address: '40001' })];
    expect(tagsOf(rows, ['r_hr7'])).toEqual([
      { id: 'r_40001', address: '40001' },
      { id: 'r_hr7_2', address: 'HR7' },
      { id: 'r_40001_2', address: '40001' },
    ]);
  });

  it('becomes devices like the one that was scanned, each with its own number, id and topic', () => {
    const device = {
      id: 'meter',
      uid: 'x',
      name: 'Meter',
      uns_prefix: 'acme/hall/meter',
      connection: { host: 'gw', unit_id: 1 },
      tags: [{ id: 'a' }],
    };
    const rows = [row({ id: '4', connection: { unit_id: 4 } }), row({ id: '5', connection: { unit_id: 5 } })];
    expect(devicesOf(rows, device, ['meter', 'meter-4'])).toEqual([
      {
        id: 'meter-4-2',
        name: 'Meter 4',
        uns_prefix: 'acme/hall/meter-4-2',
        connection: { host: 'gw', unit_id: 4 },
      },
      { id: 'meter-5', name: 'Meter 5', uns_prefix: 'acme/hall/meter-5', connection: { host: 'gw', unit_id: 5 } },
    ]);
  });

  it('becomes a file in which commas and quotes are what they were', () => {
    const rows = [row({ cells: ['7', 'has, it "says"'] }), row({ cells: ['8', ''], state: 'refused' })];
    expect(rowsAsCsv({ columns: ['Unit', 'Answer'] }, rows)).toBe(
      'Unit,Answer,State\r\n7,"has, it ""says""",found\r\n8,,refused\r\n',
    );
  });
});
