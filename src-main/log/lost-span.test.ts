import { describe, expect, it } from 'vitest';
import { LostSpan } from './lost-span.ts';

describe('the span of rejected points', () => {
  it('covers every lost point, with the start of each device of its own', () => {
    const span = new LostSpan();
    expect([span.isEmpty, span.gap()]).toEqual([true, undefined]);
    span.add('a', 100, 2);
    span.add('b', 300, 3);
    span.add('a', 200, 2);
    const devices = new Map([
      ['a', 99],
      ['b', 299],
    ]);
    expect(span.gap()).toEqual({ fromUs: 99, toUs: 300, reason: 'dropped', points: 7, devices });
    const outer = new LostSpan();
    outer.add('b', 50, 1);
    outer.join(span.gap()!);
    expect(outer.gap()).toMatchObject({ fromUs: 49, toUs: 300, points: 8 });
    expect(outer.gap()!.devices.get('b')).toBe(49);
    outer.clear();
    expect([outer.isEmpty, outer.gap()]).toEqual([true, undefined]);
  });

  it('stays small whatever is lost, and takes no time for granted that is none', () => {
    const span = new LostSpan();
    for (let i = 0; i < 50_000; i++) span.add(`device ${i}`, 1_000 + i, 1);
    span.add(undefined, Number.NaN, 1);
    const gap = span.gap()!;
    expect(gap).toMatchObject({ fromUs: 999, toUs: 50_999, points: 50_001 });
    expect(gap.devices.size).toBeLessThanOrEqual(4_096);
  });
});
