import { describe, expect, it } from 'vitest';
import { STATUS } from '../../../src-shared/domain/quality.ts';
import { CSV_HEADER, csvRows } from './export-csv.ts';

describe('the CSV of a trend', () => {
  it('has one row a sample with time, names, value, unit and classic quality', () => {
    const rows = csvRows(
      { device: 'boiler-1', tag: 'flow', unit: 'm³/h' },
      {
        kind: 'raw',
        // 2026-02-03T13:02:11.250Z
        timeUs: Float64Array.of(Date.UTC(2026, 1, 3, 13, 2, 11, 250) * 1_000, Date.UTC(2026, 1, 3, 13, 2, 12) * 1_000),
        value: Float64Array.of(0.1, Number.NaN),
        status: Uint32Array.of(STATUS.Good, STATUS.BadNoCommunication),
      },
    );
    expect(CSV_HEADER.split(',').length).toBe(rows[0]!.split(',').length);
    expect(rows).toEqual([
      '2026-02-03T13:02:11.250Z,boiler-1,flow,0.1,m³/h,192',
      '2026-02-03T13:02:12.000Z,boiler-1,flow,,m³/h,24',
    ]);
  });

  it('quotes a text that holds a comma or a quote', () => {
    const one = {
      kind: 'raw',
      timeUs: Float64Array.of(0),
      value: Float64Array.of(1),
      status: Uint32Array.of(0),
    } as const;
    expect(csvRows({ device: 'd', tag: 't', unit: 'a,"b"' }, one)).toEqual([
      '1970-01-01T00:00:00.000Z,d,t,1,"a,""b""",192',
    ]);
  });
});
