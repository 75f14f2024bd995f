import { expect, it } from 'vitest';
import { HeldRows } from './held-rows.ts';

interface Row {
  readonly key: string;
  readonly value: number;
}
const rows = (text: string): readonly Row[] =>
  text.split(' ').map((part) => ({ key: part[0]!, value: Number(part.slice(1)) }));
const keyOf = ({ key }: Row): string => key;
const texts = (list: readonly Row[]): string => list.map(({ key, value }) => `${key}${value}`).join(' ');

it('rows that somebody works with stay where they are with what they say now, until they are let go', () => {
  const held = new HeldRows<Row>();
  const first = rows('a1 b2 c3');
  expect(texts(held.take({ all: first, now: first, keyOf, asked: 'value', hold: 'none' }).rows)).toBe('a1 b2 c3');
  const all = rows('a9 b2 c3');
  const now = rows('b2 c3 a9');
  const kept = held.take({ all, now, keyOf, asked: 'value', hold: 'live' });
  expect([texts(kept.rows), kept.waiting]).toEqual(['a9 b2 c3', 1]);
  const free = held.take({ all, now, keyOf, asked: 'value', hold: 'none' });
  expect([texts(free.rows), free.waiting]).toEqual(['b2 c3 a9', 0]);
});

it('rows that a filter would let go stay, rows that it would let in wait, and new ones come in', () => {
  const held = new HeldRows<Row>();
  held.take({ all: rows('a1 b2 c3'), now: rows('a1 c3'), keyOf, asked: '', hold: 'none' });
  const all = rows('a1 n0 b5 c0');
  const { rows: kept, waiting } = held.take({ all, now: rows('a1 b5'), keyOf, asked: '', hold: 'live' });
  expect([texts(kept), waiting]).toEqual(['a1 n0 c0', 3]);
});

it('what a person asks for is done at once', () => {
  const held = new HeldRows<Row>();
  const all = rows('a1 b2');
  held.take({ all, now: all, keyOf, asked: '', hold: 'live' });
  expect(texts(held.take({ all, now: rows('b2'), keyOf, asked: 'b', hold: 'live' }).rows)).toBe('b2');
});
