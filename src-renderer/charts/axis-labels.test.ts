import { describe, expect, it } from 'vitest';
import { numberLabels, timeLabels } from './axis-labels.ts';

describe('the labels of an axis', () => {
  it('show numbers without the dust of binary fractions', () => {
    expect(numberLabels([-0.30000000000000004, 0, 0.1 + 0.2, 1_000])).toEqual(['\u22120.3', '0', '0.3', '1000']);
  });

  it('show as much of a time as the step needs, and the day once', () => {
    const noon = new Date(2026, 1, 3, 12, 0, 0).getTime();
    expect(timeLabels([noon, noon + 60_000], 60_000)).toEqual(['12:00\n2026-02-03', '12:01']);
    expect(timeLabels([noon, noon + 5_000], 5_000)).toEqual(['12:00:00\n2026-02-03', '12:00:05']);
    expect(timeLabels([noon + 200], 100)).toEqual(['12:00:00.2\n2026-02-03']);
  });

  it('show the time that is meant when a tick is off by a millisecond', () => {
    const noon = new Date(2026, 1, 3, 12, 0, 0).getTime();
    expect(timeLabels([noon - 1, noon + 60_000 - 0.25], 60_000)).toEqual(['12:00\n2026-02-03', '12:01']);
  });

  it('show the day again where it changes', () => {
    const before = new Date(2026, 1, 3, 23, 0).getTime();
    expect(timeLabels([before, before + 3_600_000], 3_600_000)).toEqual(['23:00\n2026-02-03', '00:00\n2026-02-04']);
  });
});
