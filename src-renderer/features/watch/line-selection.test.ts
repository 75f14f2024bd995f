import { describe, expect, it } from 'vitest';
import { indexesOf, keptLines, type LineSelection, lineByKey, NO_LINES, pickLine } from './line-selection.ts';

const order = ['a', 'b', 'c', 'd'];
const words = ({ focus, keys }: LineSelection): string => `${focus}: ${[...keys].join('')}`;

describe('the selection of lines', () => {
  it('is one line, a range from the anchor, or single ones beside each other', () => {
    const one = pickLine(NO_LINES, order, 'b', 'only');
    expect(words(one)).toBe('b: b');
    expect(words(pickLine(one, order, 'd', 'extend'))).toBe('d: bcd');
    expect(words(pickLine(pickLine(one, order, 'd', 'extend'), order, 'a', 'extend'))).toBe('a: ab');
    expect(words(pickLine(one, order, 'd', 'toggle'))).toBe('d: bd');
    expect(words(pickLine(NO_LINES, order, 'c', 'extend'))).toBe('c: c');
  });

  it('goes with its lines when they are moved', () => {
    const picked = pickLine(NO_LINES, order, 'c', 'only');
    const moved = ['c', 'a', 'b', 'd'];
    expect(keptLines(picked, moved, 2)).toBe(picked);
    expect([...indexesOf(picked.keys, moved)]).toEqual([0]);
  });

  it('falls on the line that took the place of one that is gone', () => {
    const picked = pickLine(NO_LINES, order, 'b', 'only');
    expect(words(keptLines(picked, ['a', 'c', 'd'], 1))).toBe('c: c');
    expect(words(keptLines(pickLine(NO_LINES, order, 'd', 'only'), ['a', 'b'], 3))).toBe('b: b');
    expect(keptLines(picked, [], 1)).toBe(NO_LINES);
  });

  it.each([
    ['ArrowDown', -1, 0],
    ['ArrowDown', 3, 3],
    ['ArrowUp', 0, 0],
    ['PageDown', 0, 2],
    ['End', 1, 3],
    ['Home', 2, 0],
    ['x', 2, undefined],
  ])('%s from line %i goes to %s', (key, at, to) => {
    expect(lineByKey(key, at, 4, 2)).toBe(to);
  });
});
