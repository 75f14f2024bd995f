import { describe, expect, it } from 'vitest';
import { merge } from './late-notes.ts';
import { decodeLate, encodeLate } from './stored-stretches.ts';

const HOUR = 3_600e6;

describe('the notes of late points', () => {
  it('name the hours of each tag that has points before the line, and of no other', () => {
    const stretches = {
      count: 3,
      tagId: Int32Array.of(7, 8, 2_000_000),
      epoch: Int32Array.of(0, 0, 1),
      fromUs: Float64Array.of(10.5 * HOUR, 20 * HOUR, -2.5 * HOUR),
      toUs: Float64Array.of(10.75 * HOUR, 21 * HOUR, 30 * HOUR),
    };
    const late = encodeLate(stretches, 20 * HOUR);
    expect([late.fromUs, late.toUs]).toEqual([-2.5 * HOUR, 30 * HOUR + 1]);
    expect(decodeLate(late.bytes)).toEqual([
      { tagId: 7, fromHour: 10, toHour: 11 },
      { tagId: 2_000_000, fromHour: -3, toHour: 31 },
    ]);
    expect(encodeLate(stretches, -3 * HOUR).bytes.length).toBe(0);
  });

  it('are joined where they touch, tag by tag', () => {
    const stretches = [
      { tagId: 2, fromHour: 5, toHour: 6 },
      { tagId: 1, fromHour: 5, toHour: 9 },
      { tagId: 1, fromHour: 1, toHour: 5 },
      { tagId: 1, fromHour: 6, toHour: 7 },
      { tagId: 1, fromHour: 10, toHour: 11 },
    ];
    expect(merge(stretches)).toEqual([
      { tagId: 1, fromHour: 1, toHour: 9 },
      { tagId: 1, fromHour: 10, toHour: 11 },
      { tagId: 2, fromHour: 5, toHour: 6 },
    ]);
  });
});
