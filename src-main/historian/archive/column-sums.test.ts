import { describe, expect, it } from 'vitest';
import type { RawSeries } from '../../../src-shared/domain/series.ts';
import { ColumnSums } from './column-sums.ts';

const BAD = 0x8000_0000;
const rows: RawSeries = {
  kind: 'raw',
  timeUs: Float64Array.of(1, 2, 2, 3, 4),
  value: Float64Array.of(1.5, -0, 7, Number.NaN, Number.NaN),
  status: Uint32Array.of(0, 0, 0, 0, BAD),
  flags: Uint8Array.of(0, 1, 0, 8, 0),
  epoch: Uint16Array.of(0, 0, 1, 1, 1),
  cells: [{ row: 3, kind: 'string', value: 'on ✓' }],
};

function sumsOf(...parts: readonly (readonly [string, RawSeries])[]): ColumnSums {
  const sums = new ColumnSums();
  for (const [topic, series] of parts) sums.add(topic, series);
  return sums;
}

/** Rows `from…to` as a piece of their own. */
function part(series: RawSeries, from: number, to: number): RawSeries {
  const { timeUs, value, status, flags, epoch, cells = [] } = series;
  return {
    kind: 'raw',
    timeUs: timeUs.slice(from, to),
    value: value.slice(from, to),
    status: status.slice(from, to),
    flags: flags!.slice(from, to),
    epoch: epoch!.slice(from, to),
    cells: cells.filter(({ row }) => row >= from && row < to).map((cell) => ({ ...cell, row: cell.row - from })),
  };
}

describe('the checksums of columns', () => {
  it('are the same in whatever pieces the same rows come', () => {
    const whole = sumsOf(['a', rows], ['b', rows]);
    const pieces = sumsOf(
      ['a', part(rows, 0, 2)],
      ['a', part(rows, 2, 5)],
      ['b', part(rows, 0, 4)],
      ['b', part(rows, 4, 5)],
    );
    expect(whole.differences(pieces)).toEqual([]);
    expect(whole).toMatchObject({ rows: 10, firstUs: 1, lastUs: 4 });
  });

  it('take what no file keeps for nothing: the number beside a text, and the value of a Bad row', () => {
    const value = rows.value.slice();
    value[3] = 12;
    value[4] = 12;
    expect(sumsOf(['a', rows]).differences(sumsOf(['a', { ...rows, value }]))).toEqual([]);
  });

  it.each([
    ['time', { timeUs: Float64Array.of(1, 2, 2, 3, 5) }],
    ['value', { value: Float64Array.of(1.5, 0, 7, Number.NaN, Number.NaN) }],
    ['status', { status: Uint32Array.of(0, 0, 0, 0, BAD + 1) }],
    ['flags', { flags: Uint8Array.of(0, 1, 0, 0, 0) }],
    ['epoch', { epoch: Uint16Array.of(0, 1, 0, 1, 1) }],
    ['cells', { cells: [{ row: 3, kind: 'string', value: 'off' }] }],
  ] as const)('name the column %s when it differs', (name, change) => {
    expect(sumsOf(['a', rows]).differences(sumsOf(['a', { ...rows, ...change }]))).toEqual([name]);
  });

  it('tell whose rows they are, and how many', () => {
    expect(sumsOf(['a', rows]).differences(sumsOf(['b', rows]))).toEqual(['topic']);
    expect(sumsOf(['a', rows]).differences(sumsOf(['a', part(rows, 0, 4)]))).toContain('the number of rows');
  });
});
