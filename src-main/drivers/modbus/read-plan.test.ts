import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AREAS, type AreaName } from './area.ts';
import { type Block, type Extent, type PlanLimits, planBlocks } from './read-plan.ts';

function item(area: AreaName, start: number, count = 1): Extent {
  return { area: AREAS[area], start, count };
}

function limits(maxCount = 125, maxGap = 8, refused: readonly Extent[] = []): PlanLimits {
  return {
    maxCount: () => maxCount,
    maxGap: () => maxGap,
    refusedEnd: (area, start) => {
      const ends = refused
        .filter((range) => range.area === area && range.start === start)
        .map((range) => start + range.count);
      return ends.length > 0 ? Math.min(...ends) : undefined;
    },
  };
}

function shape(blocks: readonly Block<Extent>[]): [AreaName, number, number][] {
  return blocks.map(({ area, start, count }) => [area.name, start, count]);
}

describe('a read plan', () => {
  it('joins neighbours, bridges short gaps and cuts at long ones', () => {
    const tags = [item('holding', 0, 2), item('holding', 2), item('holding', 11), item('holding', 21)];
    expect(shape(planBlocks(tags, limits()))).toEqual([
      ['holding', 0, 12],
      ['holding', 21, 1],
    ]);
  });

  it('never crosses from one area to another', () => {
    const tags = [item('input', 0), item('holding', 0), item('coil', 0), item('discrete', 0)];
    expect(shape(planBlocks(tags, limits()))).toEqual([
      ['coil', 0, 1],
      ['discrete', 0, 1],
      ['input', 0, 1],
      ['holding', 0, 1],
    ]);
  });

  it('never splits a value: 63 pairs of registers take two requests, 62 and 1', () => {
    const tags = Array.from({ length: 63 }, (_, i) => item('holding', i * 2, 2));
    expect(shape(planBlocks(tags, limits()))).toEqual([
      ['holding', 0, 124],
      ['holding', 124, 2],
    ]);
  });

  it('reads duplicates and overlaps once', () => {
    const tags = [item('holding', 10, 4), item('holding', 10, 4), item('holding', 11), item('holding', 12, 4)];
    expect(shape(planBlocks(tags, limits()))).toEqual([['holding', 10, 6]]);
  });

  it('is the same whatever the order of the tags', () => {
    const tags = Array.from({ length: 40 }, (_, i) => item('holding', (i * 37) % 200, 1 + (i % 2)));
    expect(shape(planBlocks(tags.toReversed(), limits()))).toEqual(shape(planBlocks(tags, limits())));
  });

  it('goes round what the device refused, and only then', () => {
    const tags = [item('holding', 0), item('holding', 4), item('holding', 8)];
    expect(shape(planBlocks(tags, limits(125, 8, [item('holding', 5, 3)])))).toEqual([
      ['holding', 0, 5],
      ['holding', 8, 1],
    ]);
    expect(shape(planBlocks(tags, limits(125, 8, [item('input', 5, 3)])))).toEqual([['holding', 0, 9]]);
  });

  it('is the 6 requests of the yardstick: 60 tags in a row, 40 scattered over 4 places, 15 of them coils', () => {
    // The layout of reference yardsticks.md 1 in outline: what a person would plan by hand.
    const row = Array.from({ length: 60 }, (_, i) => item('holding', i * 2, 2));
    const places = [1_000, 2_000, 3_000, 4_000].flatMap((base) =>
      Array.from({ length: 6 }, (_, i) => item('holding', base + i * 9)),
    );
    const coils = Array.from({ length: 15 }, (_, i) => item('coil', i * 3));
    expect(planBlocks([...row, ...places, ...coils], limits())).toHaveLength(6);
  });
});

/** The least number of groups, by trying every partition. A group is legal when no rule forbids its hull. */
function fewest(tags: readonly Extent[], max: number, maxGap: number, refused: readonly Extent[]): number {
  const wanted = new Set(tags.flatMap(({ start, count }) => Array.from({ length: count }, (_, i) => start + i)));
  const isLegal = (group: readonly Extent[]): boolean => {
    const start = Math.min(...group.map((tag) => tag.start));
    const end = Math.max(...group.map((tag) => tag.start + tag.count));
    let run = 0;
    for (let cell = start; cell < end; cell++) {
      run = wanted.has(cell) ? 0 : run + 1;
      if (run > maxGap) return false;
    }
    return end - start <= max && !refused.some((range) => range.start >= start && range.start + range.count <= end);
  };
  const place = (index: number, groups: readonly (readonly Extent[])[]): number => {
    if (index === tags.length) return groups.every(isLegal) ? groups.length : Number.POSITIVE_INFINITY;
    const grown = groups.map((_, g) => groups.map((group, at) => (at === g ? [...group, tags[index]!] : group)));
    return Math.min(...[...grown, [...groups, [tags[index]!]]].map((next) => place(index + 1, next)));
  };
  return place(0, []);
}

describe('any read plan', () => {
  const tag = fc
    .record({ start: fc.nat(40), count: fc.constantFrom(1, 1, 2, 4) })
    .map(({ start, count }) => item('holding', start, count));
  const contains = (outer: Extent, inner: Extent): boolean =>
    inner.start >= outer.start && inner.start + inner.count <= outer.start + outer.count;

  it('has the fewest requests that the rules allow, and every tag whole in one of them', () => {
    fc.assert(
      fc.property(
        fc.array(tag, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 4, max: 12 }),
        fc.nat(6),
        fc.array(tag, { maxLength: 2 }),
        (all, max, maxGap, refused) => {
          const tags = all.filter((one) => !refused.some((range) => contains(one, range)));
          const blocks = planBlocks(tags, limits(max, maxGap, refused));
          expect(blocks.flatMap((block) => block.items)).toHaveLength(tags.length);
          for (const block of blocks) {
            expect(block.items.every((one) => contains(block, one))).toBe(true);
            expect(block.count).toBeLessThanOrEqual(max);
            expect(refused.some((range) => contains(block, range))).toBe(false);
          }
          expect(blocks).toHaveLength(fewest(tags, max, maxGap, refused));
        },
      ),
      { numRuns: 500 },
    );
  });
});
