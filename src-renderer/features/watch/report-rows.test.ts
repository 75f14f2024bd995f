import { describe, expect, it } from 'vitest';
import type { TagView } from '../../../src-shared/contract/devices.ts';
import { reportCsv, reportRows } from './report-rows.ts';
import { watchLines } from './watch-lines.ts';

const tag = { id: 'p', name: 'Pressure, "hot"', device: 'd', address: '40001' } as TagView;
const lines = watchLines(
  [
    { kind: 'section', title: 'Burner' },
    { kind: 'tag', device: 'd', tag: 'p', note: '=1+1' },
    { kind: 'address', device: 'd', address: '40108', data_type: 'uint16' },
  ],
  { d: { status: 'ready', tags: [tag], reason: '' } },
);
const values = new Map([['d/p', { name: 'x', value: '4.21 bar', quality: 'Good', timeUs: 1_770_105_600_000_000 }]]);

describe('a watch table on paper', () => {
  it('has each row with its value, quality and time, and says what was not read', () => {
    expect(reportRows(lines, { takenMs: 0, values })).toEqual([
      { kind: 'section', title: 'Burner' },
      {
        ...{ kind: 'value', name: 'Pressure, "hot"', device: 'd', address: '40001', value: '4.21 bar' },
        ...{ quality: 'Good', time: '2026-02-03T08:00:00.000Z', note: '=1+1' },
      },
      {
        ...{ kind: 'value', name: '=d 40108 uint16', device: 'd', address: '40108', value: '—' },
        ...{ quality: 'Not read', time: '', note: '' },
      },
    ]);
  });

  it('as CSV keeps commas and quotes, and nothing in it is a formula', () => {
    expect(reportCsv(reportRows(lines, { takenMs: 0, values })).split('\r\n')).toEqual([
      'section,name,device,address,value,quality,source_time,note',
      `Burner,"Pressure, ""hot""",d,40001,4.21 bar,Good,2026-02-03T08:00:00.000Z,'=1+1`,
      `Burner,'=d 40108 uint16,d,40108,—,Not read,,`,
      '',
    ]);
  });
});
