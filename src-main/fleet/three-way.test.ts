import { describe, expect, it } from 'vitest';
import { type There, threeWay } from './three-way.ts';

const base = { version: 3, print: 'a' };
const there = (version: number, print: string, more: Partial<There> = {}): There => ({
  version,
  print,
  isOurs: true,
  isRemoved: false,
  ...more,
});
const gone = { isOurs: false, isRemoved: true };
const elsewhere = { isOurs: false };

describe('a device here and in the store', () => {
  it('that is new there is taken, one that is new here is told', () => {
    expect(threeWay(undefined, undefined, there(1, 'a'))).toEqual({ kind: 'take' });
    expect(threeWay(undefined, 'a', undefined)).toEqual({ kind: 'tell' });
  });

  it('follows whoever alone changed it', () => {
    expect(threeWay(base, 'a', there(4, 'b'))).toEqual({ kind: 'take' });
    expect(threeWay(base, 'b', there(3, 'a'))).toEqual({ kind: 'tell' });
    expect(threeWay(base, undefined, there(3, 'a'))).toEqual({ kind: 'tell removal' });
    expect(threeWay(base, 'a', there(4, 'a', gone))).toEqual({ kind: 'let go' });
    expect(threeWay(base, 'a', there(4, 'a', elsewhere))).toEqual({ kind: 'let go' });
  });

  it('that both changed the same way is agreed on, another way a conflict', () => {
    expect(threeWay(base, 'b', there(4, 'b'))).toEqual({ kind: 'agreed' });
    expect(threeWay(base, 'b', there(4, 'c'))).toMatchObject({ kind: 'conflict', here: 'changed', there: 'changed' });
    expect(threeWay(base, undefined, there(4, 'c'))).toMatchObject({ kind: 'conflict', here: 'removed' });
    expect(threeWay(base, 'b', there(4, 'a', gone))).toMatchObject({ kind: 'conflict', there: 'removed' });
    expect(threeWay(base, 'b', there(4, 'a', elsewhere))).toMatchObject({ kind: 'conflict', there: 'elsewhere' });
  });

  it('of the same id that was never agreed on is a conflict, unless nobody has it any more', () => {
    expect(threeWay(undefined, 'b', there(4, 'c'))).toMatchObject({ kind: 'conflict', here: 'new' });
    expect(threeWay(undefined, 'b', there(4, 'c', elsewhere))).toMatchObject({ kind: 'conflict', there: 'elsewhere' });
    expect(threeWay(undefined, 'b', there(4, 'c', gone))).toEqual({ kind: 'tell' });
  });

  it('is left alone where nothing happened', () => {
    expect(threeWay(base, 'a', there(3, 'a'))).toEqual({ kind: 'none' });
    expect(threeWay(undefined, undefined, there(3, 'a', elsewhere))).toEqual({ kind: 'none' });
    expect(threeWay(base, undefined, there(4, 'a', gone))).toEqual({ kind: 'forget' });
  });
});
