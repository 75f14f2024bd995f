import { describe, expect, it } from 'vitest';
import { POINT_FLAG } from '../../../src-shared/domain/point-batch.ts';
import { STATUS } from '../../../src-shared/domain/quality.ts';
import { rawRows } from './history-rows.ts';

describe('the rows of a history answer', () => {
  it('carry texts and integers beyond 2^53 as text, other values as numbers, and no value as null', () => {
    const rows = rawRows({
      kind: 'raw',
      timeUs: Float64Array.from({ length: 5 }, (_, i) => i * 1e6),
      value: Float64Array.of(1.5, Number.NaN, 2 ** 53, 7, Number.NaN),
      status: Uint32Array.of(0, 0, 0, 0, STATUS.BadNoCommunication),
      flags: Uint8Array.of(0, 0, 0, POINT_FLAG.simulated | POINT_FLAG.clamped, 0),
      cells: [
        { row: 1, kind: 'string', value: 'running' },
        { row: 2, kind: 'uint64', value: 18_446_744_073_709_551_615n },
      ],
    });
    expect(rows.map(({ value }) => value)).toEqual([1.5, 'running', '18446744073709551615', 7, null]);
    expect(rows.map(({ flags }) => flags)).toEqual([
      undefined,
      undefined,
      undefined,
      ['simulated', 'clamped'],
      undefined,
    ]);
    expect(rows[4]).toMatchObject({ timestamp: '1970-01-01T00:00:04.000000Z', quality: 24 });
  });
});
