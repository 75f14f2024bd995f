import { describe, expect, it } from 'vitest';
import { gapsIn } from './range-gaps.ts';

const run = (start: number, count: number) => ({ start, count });

describe('runs of a range that no tag wants', () => {
  it.each([
    ['none where tags lie side by side', run(10, 4), [run(10, 2), run(12, 2)], []],
    ['one between two tags', run(10, 6), [run(10, 2), run(14, 2)], [run(12, 2)]],
    ['those before the first and behind the last tag', run(0, 10), [run(2, 3)], [run(0, 2), run(5, 5)]],
    ['none below tags that overlap', run(0, 6), [run(0, 4), run(1, 1), run(3, 3)], []],
    ['only what lies within, where tags reach out of the range', run(10, 4), [run(8, 3), run(13, 9)], [run(11, 2)]],
    ['nothing of tags that lie outside', run(10, 4), [run(0, 2), run(20, 2)], [run(10, 4)]],
  ])('are %s', (_, range, items, gaps) => {
    expect(gapsIn(range, items)).toEqual(gaps);
  });
});
