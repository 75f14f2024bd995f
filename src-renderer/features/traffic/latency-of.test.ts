import { expect, it } from 'vitest';
import type { Exchange } from './exchanges.ts';
import { selectionWords } from './latency-of.ts';

const took = (tookUs: number | null): Exchange =>
  ({ number: 1, request: null, reply: tookUs === null ? null : { tookUs }, isOver: true }) as unknown as Exchange;

it('the rows that are selected say how long they took together', () => {
  expect(selectionWords([took(1)])).toBe('');
  expect(selectionWords([took(1_200), took(14_000), took(2_000), took(null)])).toBe(
    '4 selected, 3 answered in 1.2–14.0 ms, median 2.0 ms',
  );
  expect(selectionWords([took(null), took(null)])).toBe('2 selected, none answered');
});
