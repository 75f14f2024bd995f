import { describe, expect, it } from 'vitest';
import { courseOf } from './history-course.ts';

const sample = (timeUs: number, number: number | null, severity: 'good' | 'bad' = 'good') => ({
  ...{ timeUs, number, severity },
});

describe('the course of what a device stored', () => {
  it('goes from the lowest to the highest value, each held until the next', () => {
    expect(courseOf([sample(0, 1), sample(50, 3), sample(100, 2)])).toBe('M0.00 23.00H50.00V1.00H100.00V12.00');
  });

  it('is broken where values are bad', () => {
    const course = courseOf([sample(0, 1), sample(50, null, 'bad'), sample(100, 2)]);
    expect(course).toBe('M0.00 23.00H50.00M100.00 1.00');
  });

  it('is none for fewer than two numbers', () => {
    expect([courseOf([]), courseOf([sample(0, 1)])]).toEqual(['', '']);
  });
});
