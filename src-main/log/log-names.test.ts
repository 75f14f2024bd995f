import { describe, expect, it } from 'vitest';
import { decodeNames, encodeNames, LogNames, type Name } from './log-names.ts';

const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

describe('the names of a log', () => {
  it('come back as they were written, uuids in 21 bytes each', () => {
    const devices: Name[] = [[1, uuid(1)]];
    const tags: Name[] = [
      [7, uuid(7)],
      [70_000, 'a plain uid, ä'],
    ];
    const bytes = encodeNames(devices, tags);
    expect(decodeNames(Buffer.from(bytes))).toEqual({ devices, tags });
    expect(encodeNames([], [[7, uuid(7)]]).length - encodeNames([], []).length).toBe(21);
  });

  it('throw for a uid that a record cannot hold, and for bytes that end too early', () => {
    expect(() => encodeNames([], [[1, '']])).toThrow(RangeError);
    expect(() => encodeNames([], [[1, 'x'.repeat(256)]])).toThrow(RangeError);
    const bytes = Buffer.from(encodeNames([], [[1, uuid(1)]]));
    expect(() => decodeNames(bytes.subarray(0, bytes.length - 1))).toThrow(RangeError);
  });

  it('keep what a number meant in the table that batches already hold', () => {
    const before = new LogNames().with([[1, 'boiler']], [[5, 'pressure']]);
    expect(before.with([[2, 'pump']], [[5, 'pressure']])).toBe(before);
    const after = before.with([], [[5, 'level']]);
    expect(before.tag(5)).toBe('pressure');
    expect(after.tag(5)).toBe('level');
    expect(after.device(1)).toBe('boiler');
  });
});
