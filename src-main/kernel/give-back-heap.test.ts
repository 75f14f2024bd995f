import { getHeapStatistics } from 'node:v8';
import { expect, it } from 'vitest';
import { giveBackHeap } from './give-back-heap.ts';

it('gives back what nobody holds any more', async () => {
  let held: object[] | undefined = Array.from({ length: 1_000_000 }, (_, i) => ({ i, text: [i] }));
  expect(held.length).toBe(1_000_000);
  const before = getHeapStatistics().used_heap_size;
  held = undefined;
  await giveBackHeap();
  // Each of them takes more than 60 bytes.
  expect(before - getHeapStatistics().used_heap_size).toBeGreaterThan(60e6);
});
