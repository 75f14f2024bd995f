import { describe, expect, it } from 'vitest';
import { bufferCapacity, PenBuffer } from './pen-buffer.ts';

const filled = (capacity: number, timesUs: readonly number[]): PenBuffer => {
  const buffer = new PenBuffer(capacity);
  for (const timeUs of timesUs) buffer.push(timeUs, timeUs * 2, 0);
  return buffer;
};
const times = (buffer: PenBuffer): readonly number[] =>
  Array.from({ length: buffer.length }, (_, row) => buffer.timeUs(row));

describe('the buffer of a pen', () => {
  it('drops the oldest samples once it is full and counts all it took', () => {
    const buffer = filled(3, [10, 20, 30, 40, 50]);
    expect(times(buffer)).toEqual([30, 40, 50]);
    expect([buffer.value(0), buffer.value(2), buffer.total]).toEqual([60, 100, 5]);
  });

  it('leaves out a sample that is not newer: the first frame of a watch repeats the last value', () => {
    expect(times(filled(5, [10, 20, 20, 15, 30]))).toEqual([10, 20, 30]);
  });

  it('begins anew where the clock of the gateway was set back', () => {
    const buffer = filled(5, [10e6, 20e6, 19.6e6, 5e6, 6e6]);
    expect([times(buffer), buffer.unbrokenFromUs, buffer.total]).toEqual([[5e6, 6e6], 5e6, 4]);
  });

  it('finds rows by time, over the seam of the ring', () => {
    const buffer = filled(4, [10, 20, 30, 40, 50, 60]);
    expect([5, 30, 31, 60, 61].map((timeUs) => buffer.firstRowFrom(timeUs))).toEqual([0, 0, 1, 3, 4]);
  });

  it('is complete only from the first sample after a break', () => {
    const buffer = filled(10, [10, 20]);
    expect(buffer.unbrokenFromUs).toBe(10);
    buffer.markBreak();
    expect(buffer.unbrokenFromUs).toBeUndefined();
    buffer.push(90, 0, 0);
    expect(buffer.unbrokenFromUs).toBe(90);
    expect(buffer.length).toBe(3);
  });

  it('is complete from its oldest sample once older ones fell out', () => {
    expect(filled(2, [10, 20, 30]).unbrokenFromUs).toBe(20);
  });

  it('holds 15 min at the rate that frames can come', () => {
    // 900 s at one sample a second and at the 100 ms that frames are apart, and a tenth more.
    expect([1_000, 100, 50].map(bufferCapacity)).toEqual([990, 9_900, 9_900]);
  });
});
