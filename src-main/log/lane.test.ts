import { describe, expect, it } from 'vitest';
import { laneOf } from './lane.ts';

describe('the lane of a device', () => {
  // 32-bit FNV-1a of the reference vectors (draft-eastlake-fnv, appendix): '' 811c9dc5, 'b' e70c2de5, 'foo' a9f37ed7,
  // 'fooba' 39aaa18a, 'foobar' bf9cf968; the lane is the hash modulo 4.
  it.each([
    ['', 1],
    ['b', 1],
    ['foo', 3],
    ['fooba', 2],
    ['foobar', 0],
  ])('is the same for ever: “%s” goes to lane %i', (uid, lane) => {
    expect(laneOf(uid)).toBe(lane);
  });
});
