import { describe, expect, it } from 'vitest';
import { producedSum, sinkSum } from './balance-sums.ts';

const sink = { sink: 'historian', before: 10, delivered: 80, queued: 7, dropped: 2, quarantined: 1 };
const balance = { produced: 106, accepted: 100, rejected: 4, pending: 2, sinks: [sink] };

// DESIGN 6, "Balance": both equations hold to the point.
describe('the points balance', () => {
  it('holds where every point is accounted for', () => {
    expect(producedSum(balance)).toEqual({ parts: 106, whole: 106, difference: 0 });
    expect(sinkSum(sink, balance)).toEqual({ parts: 100, whole: 100, difference: 0 });
  });

  it('tells how many points are missing, or there twice', () => {
    expect(sinkSum({ ...sink, delivered: 79 }, balance).difference).toBe(-1);
    expect(sinkSum({ ...sink, queued: 9 }, balance).difference).toBe(2);
    expect(producedSum({ ...balance, pending: 0 }).difference).toBe(-2);
  });
});
