import { describe, expect, it } from 'vitest';
import { SealSchedule } from './seal-schedule.ts';
import { Tail } from './tail.ts';

const SECOND = 1e6;
const SLOTS = 100;

function make(part: { sealPoints?: number; sealAfterUs?: number; tailPoints?: number } = {}) {
  const schedule = new SealSchedule({ sealPoints: 1_000, sealAfterUs: 600 * SECOND, tailPoints: 1e9, ...part });
  const tail = new Tail();
  schedule.reserve(SLOTS);
  tail.reserve(SLOTS);
  const take = (slot: number, second: number, segment = 1): void => {
    schedule.nowUs = second * SECOND;
    tail.append(slot, second * SECOND, 0, 0, 0, 0);
    schedule.took(slot, tail.count(slot), segment);
  };
  return { schedule, tail, take };
}

describe('the schedule of seals', () => {
  it('seals tags that are polled in step at different times, none later than its limit', () => {
    const { schedule, tail, take } = make();
    const sealedAt = new Map<number, number>();
    for (let second = 1; second <= 700; second++) {
      for (let slot = 0; slot < SLOTS; slot++) take(slot, second);
      for (const slot of schedule.due(tail, SLOTS)) {
        if (!sealedAt.has(slot)) sealedAt.set(slot, second);
        tail.clear(slot);
      }
    }
    expect(sealedAt.size).toBe(SLOTS);
    expect(Math.max(...sealedAt.values())).toBeLessThanOrEqual(602);
    expect(new Set(sealedAt.values()).size).toBeGreaterThan(80);
  });

  it('seals a fast tag by its size, without waiting for the next look at the ages', () => {
    const { schedule, tail, take } = make();
    for (let n = 0; n < 1_000; n++) take(0, 5);
    expect(schedule.due(tail, SLOTS)).toEqual([0]);
  });

  it('offers again what could not be sealed', () => {
    const { schedule, tail, take } = make();
    for (let n = 0; n < 1_000; n++) take(0, 5);
    schedule.due(tail, SLOTS);
    take(1, 7);
    expect(schedule.due(tail, SLOTS)).toEqual([0]);
  });

  it('frees a tenth of the memory by those that wait longest', () => {
    const { schedule, tail, take } = make({ tailPoints: 90 });
    for (let slot = 0; slot < 91; slot++) take(slot, slot + 1);
    const due = schedule.due(tail, SLOTS);
    expect(due.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('seals when the clock was set back far, since ages can no longer be told', () => {
    const { schedule, tail, take } = make();
    take(0, 7_200);
    take(1, 1);
    expect(schedule.due(tail, SLOTS)).toEqual([0]);
  });

  it('names the tags that hold points of segments below an ordinal', () => {
    const { schedule, tail, take } = make();
    take(3, 1, 8);
    take(2, 2, 9);
    take(3, 3, 9);
    take(4, 3, 12);
    expect(schedule.heldBelow(9, tail, SLOTS)).toEqual([3]);
    expect(schedule.heldBelow(10, tail, SLOTS)).toEqual([2, 3]);
  });

  it('knows the oldest segment that is still needed', () => {
    const { schedule, tail, take } = make();
    expect(schedule.oldestSegment(tail, SLOTS)).toBeUndefined();
    take(3, 1, 8);
    take(2, 2, 9);
    take(3, 3, 9);
    expect(schedule.oldestSegment(tail, SLOTS)).toBe(8);
    tail.clear(3);
    expect(schedule.oldestSegment(tail, SLOTS)).toBe(9);
  });
});
