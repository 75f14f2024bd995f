import { describe, expect, it } from 'vitest';
import { tileTarget } from './tile-target.ts';

/** Three in the first row, two in the second (another group), one in the third. */
const PLACES = [
  { left: 0, top: 0 },
  { left: 250, top: 0 },
  { left: 500, top: 0 },
  { left: 0, top: 140 },
  { left: 250, top: 140 },
  { left: 0, top: 240 },
];
const go = (key: string, from: number) => tileTarget(key, PLACES, from);

describe('keys among tiles', () => {
  it('go sideways in reading order, over the end of a row too', () => {
    expect([
      go('ArrowRight', 0),
      go('ArrowRight', 2),
      go('ArrowRight', 5),
      go('ArrowLeft', 3),
      go('ArrowLeft', 0),
    ]).toEqual([1, 3, 5, 2, 0]);
    expect([go('Home', 4), go('End', 1)]).toEqual([0, 5]);
  });

  it('go up and down to the nearest of the next row', () => {
    expect([go('ArrowDown', 0), go('ArrowDown', 2), go('ArrowDown', 4), go('ArrowDown', 5)]).toEqual([3, 4, 5, 5]);
    expect([go('ArrowUp', 5), go('ArrowUp', 4), go('ArrowUp', 1)]).toEqual([3, 1, 1]);
  });

  it('that move nothing are left to others', () => {
    expect(go('Enter', 0)).toBeUndefined();
  });
});
