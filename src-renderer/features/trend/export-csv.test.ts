import { describe, expect, it } from 'vitest';
import { STATUS } from '../../../src-shared/domain/quality.ts';
import type { RawSeries } from '../../../src-shared/domain/series.ts';
import { type CsvStyle, CsvWriter } from './csv-style.ts';
import { gridOf, heldAt, rawRows } from './export-csv.ts';

const SECOND = 1e6;
const POINT: CsvStyle = { decimal: 'point', bom: false, zone: 'UTC' };
const samples = (...rows: readonly (readonly [timeUs: number, value: number, status?: number])[]): RawSeries => ({
  kind: 'raw',
  timeUs: Float64Array.from(rows, ([timeUs]) => timeUs),
  value: Float64Array.from(rows, ([, value]) => value),
  status: Uint32Array.from(rows, ([, , status = 0]) => status),
});

describe('a CSV file of a trend', () => {
  const pen = { device: 'boiler-1', tag: 'steam, main', unit: 'bar' };
  const written = (style: CsvStyle): string => {
    const csv = new CsvWriter(style, ['time', 'value']);
    rawRows(csv, pen, samples([1_770_109_200_500_000, 8.42], [1_770_109_201_000_000, Number.NaN, STATUS.Bad]));
    expect(csv.rows).toBe(2);
    return csv.text;
  };

  it('has a row a sample with its offset to UTC, and an empty value for a Bad one', () => {
    expect(written(POINT)).toBe(
      [
        'time,value',
        '2026-02-03T09:00:00.500Z,boiler-1,"steam, main",8.42,bar,192',
        '2026-02-03T09:00:01.000Z,boiler-1,"steam, main",,bar,0',
        '',
      ].join('\r\n'),
    );
  });

  it('is written for a spreadsheet with decimal commas, by the clocks of a zone, marked as UTF-8', () => {
    const text = written({ decimal: 'comma', bom: true, zone: 'Europe/Madrid' });
    expect(text.startsWith('\ufefftime;value\r\n')).toBe(true);
    expect(text).toContain('2026-02-03T10:00:00.500+01:00;boiler-1;steam, main;8,42;bar;192\r\n');
  });

  it('holds values at even steps, and none across a gap or where they are Bad', () => {
    expect(gridOf({ fromUs: 0.5 * SECOND, toUs: 4.2 * SECOND }, 1_000)).toEqual({ fromUs: SECOND, rows: 4 });
    const found = samples([0.4 * SECOND, 1], [1.9 * SECOND, 2], [2.5 * SECOND, 9, STATUS.Bad], [9 * SECOND, 3]);
    expect(heldAt(found, SECOND, SECOND, 10, 2 * SECOND)).toEqual([
      ...[1, 2, undefined, undefined, undefined, undefined, undefined, undefined],
      ...[3, 3],
    ]);
  });
});
