import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { STATUS } from '../../../src-shared/domain/quality.ts';
import { makeColumns } from '../columns.ts';
import { type Cell, cellsOf } from '../rollup-cells.ts';
import { HOUR_US as HOUR } from '../split-columns.ts';
import { HistorianFile } from './historian-file.ts';

const START = 490_000 * HOUR;
const BAD = Number.NaN;
let folder: string;
let file: HistorianFile;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nexus-rollups-'));
  file = new HistorianFile(join(folder, 'historian.db'));
});

afterEach(() => {
  file.close();
  rmSync(folder, { recursive: true });
});

/** The hours of values that are a minute apart; NaN stands for a Bad one. */
const hoursOf = (startMinute: number, ...values: number[]): Cell[] =>
  cellsOf(
    {
      ...makeColumns(values.length),
      timeUs: Float64Array.from(values, (_, i) => START + (startMinute + i) * 60e6),
      value: Float64Array.from(values),
      status: Uint32Array.from(values, (value) => (Number.isNaN(value) ? STATUS.Bad : 0)),
    },
    HOUR,
  );

describe('the table of hours and days', () => {
  it.each([
    ['values after values', [5, 1, 9], [7, 2]],
    ['values after Bad ones', [BAD, BAD], [7, 2]],
    ['Bad ones after values', [5, 1], [BAD]],
    ['Bad ones after Bad ones', [BAD], [BAD, BAD]],
    ['infinite values', [Infinity, 3], [-Infinity]],
  ])('adds to an hour what comes later: %s', (_, first, second) => {
    file.rollups.add(1, HOUR, hoursOf(0, ...first));
    file.rollups.add(1, HOUR, hoursOf(first.length, ...second));
    const whole = hoursOf(0, ...first, ...second);
    expect(file.rollups.cells(1, HOUR, { fromUs: START, toUs: START + HOUR })).toEqual(whole);
  });

  it('adds what lies before what is there, as its first', () => {
    file.rollups.add(1, HOUR, hoursOf(10, 4, 8));
    file.rollups.add(1, HOUR, hoursOf(0, 6));
    expect(file.rollups.cells(1, HOUR, { fromUs: START, toUs: START + HOUR })).toEqual([
      { ...hoursOf(0, 6, 4, 8)[0], lastUs: START + 11 * 60e6 },
    ]);
  });

  it('keeps tags and units apart, replaces a range and removes what is old', () => {
    file.rollups.add(1, HOUR, hoursOf(0, ...Array.from({ length: 240 }, (_, i) => i)));
    file.rollups.add(2, HOUR, hoursOf(0, 1));
    file.rollups.add(1, 24 * HOUR, hoursOf(0, 1));
    file.rollups.replace(1, HOUR, { fromUs: START + HOUR, toUs: START + 3 * HOUR }, hoursOf(60, 77));
    const all = file.rollups.cells(1, HOUR, { fromUs: START, toUs: START + 9 * HOUR });
    expect(all.map(({ first, count }) => [first, count])).toEqual([
      [0, 60],
      [77, 1],
      [180, 60],
    ]);
    file.rollups.removeBefore(1, HOUR, START + HOUR);
    expect(file.rollups.cells(1, HOUR, { fromUs: START, toUs: START + 9 * HOUR })).toHaveLength(2);
    expect(file.rollups.cells(2, HOUR, { fromUs: START, toUs: START + HOUR })).toHaveLength(1);
  });
});
