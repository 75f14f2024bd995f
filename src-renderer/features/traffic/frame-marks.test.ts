import { expect, it } from 'vitest';
import type { Exchange } from './exchanges.ts';
import { nextMarked, rowOfFrame, toggled } from './frame-marks.ts';

const row = (number: number, reply: number | null): Exchange =>
  ({ number, request: {}, reply: reply === null ? null : { number: reply }, isOver: true }) as unknown as Exchange;

it('a frame is found in the row of its request or reply, and where it is gone in the row before', () => {
  const rows = [row(3, 5), row(4, 6), row(9, null)];
  expect([3, 5, 6, 9, 8, 1, 100].map((number) => rowOfFrame(rows, number)?.number)).toEqual([3, 3, 4, 9, 4, 3, 9]);
  expect(rowOfFrame([], 3)).toBeUndefined();
});

it('marks are set and taken away, and gone through in a ring', () => {
  const marked = toggled(toggled(new Set<number>(), 9), 3);
  expect([nextMarked(marked, 3), nextMarked(marked, 9), nextMarked(toggled(marked, 9), 3)]).toEqual([9, 3, 3]);
});
