import { expect, it } from 'vitest';
import type { TagPlaces } from '../../../src-shared/contract/diagnostics.ts';
import { carries, tagsIn } from './carried-tags.ts';
import type { Exchange } from './exchanges.ts';

const exchange = (places: readonly { area: string; start: number; count: number }[]): Exchange =>
  ({ number: 1, request: { places }, reply: null, isOver: false }) as unknown as Exchange;
const at = (start: number, count = 1, area = 'holding') => ({ area, start, count });
const TAGS: readonly TagPlaces[] = [
  { tag: 'flow', name: 'Flow', places: [at(107, 2)] },
  { tag: 'level', name: 'Level', places: [at(109)] },
  { tag: 'coil', name: 'Coil', places: [at(107, 1, 'coil')] },
];

it('a request carries the tags that it reads, whole or in part, and no others', () => {
  const names = (...places: ReturnType<typeof at>[]) => tagsIn(exchange(places), TAGS).map(({ tag }) => tag);
  expect(names(at(100, 10))).toEqual(['flow', 'level']);
  expect(names(at(108))).toEqual(['flow']);
  expect(names(at(110, 5))).toEqual([]);
  expect(names(at(109), at(107, 1, 'coil'))).toEqual(['level', 'coil']);
});

it('a frame that nobody asked for, or of which nobody knows what it is about, carries none', () => {
  expect(carries({ number: 1, request: null, reply: null, isOver: true }, [at(0, 1_000)])).toBe(false);
  expect(carries({ ...exchange([]), request: {} } as unknown as Exchange, [at(0, 1_000)])).toBe(false);
});
