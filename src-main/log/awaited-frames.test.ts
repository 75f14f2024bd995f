import { describe, expect, it } from 'vitest';
import { AwaitedFrames } from './awaited-frames.ts';

/** Frames of these points, and what became of each: undefined while nobody knows. */
function given(...points: readonly number[]) {
  const frames = new AwaitedFrames();
  const ends: (boolean | undefined)[] = points.map(() => undefined);
  for (const [i, count] of points.entries()) frames.sent(count, (isAccepted) => (ends[i] = isAccepted));
  return { frames, ends };
}

describe('frames on their way to the log', () => {
  it('are accepted in the order they were sent, each when its last point is', () => {
    const { frames, ends } = given(2, 3, 4);
    frames.accepted(2);
    expect(ends).toEqual([true, undefined, undefined]);
    frames.accepted(2);
    expect(ends).toEqual([true, undefined, undefined]);
    frames.accepted(5);
    expect(ends).toEqual([true, true, true]);
  });

  it('are passed over by what is accepted once they were rejected', () => {
    const { frames, ends } = given(2, 3, 4);
    frames.rejected(1);
    expect(ends).toEqual([undefined, false, undefined]);
    frames.accepted(6);
    expect(ends).toEqual([true, false, true]);
  });

  it('keep their numbers over thousands of them', () => {
    const { frames, ends } = given(...Array.from({ length: 5_000 }, () => 1));
    frames.accepted(3_000);
    frames.rejected(4_000);
    frames.accepted(1_999);
    expect(ends.filter((end) => end === true)).toHaveLength(4_999);
    expect(ends[4_000]).toBe(false);
  });

  it('count as not accepted when the host is another one', () => {
    const { frames, ends } = given(2, 3);
    frames.accepted(2);
    frames.begin();
    expect(ends).toEqual([true, false]);
    let isNewAccepted: boolean | undefined;
    frames.sent(7, (isAccepted) => (isNewAccepted = isAccepted));
    frames.accepted(7);
    expect(isNewAccepted).toBe(true);
  });
});
