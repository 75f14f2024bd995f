import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allotPaces, type PaceDemand } from './allot-paces.ts';
import { paceLadder, stepFor } from './pace-ladder.ts';

const bounds = fc
  .tuple(fc.integer({ min: 50, max: 60_000 }), fc.integer({ min: 1, max: 3_600_000 }))
  .map(([fastestMs, more]) => ({ fastestMs, slowestMs: fastestMs + more }));

const demand: fc.Arbitrary<PaceDemand> = fc
  .record({ bounds, wish: fc.nat(), costMs: fc.double({ min: 0, max: 2_000, noNaN: true }), isUrgent: fc.boolean() })
  .map(({ bounds: own, wish, ...rest }) => {
    const ladder = paceLadder(own);
    return { ...rest, ladder, wish: wish % ladder.length };
  });
const demands = fc.array(demand, { maxLength: 12 });
const limits = fc.double({ min: 0.01, max: 1, noNaN: true });

const loadOf = (all: readonly PaceDemand[], steps: readonly number[]): number =>
  all.reduce((sum, { ladder, costMs }, at) => sum + costMs / ladder[steps[at]!]!, 0);

describe('a ladder of periods', () => {
  it('begins and ends with its bounds, and never more than doubles', () => {
    fc.assert(
      fc.property(bounds, ({ fastestMs, slowestMs }) => {
        const ladder = paceLadder({ fastestMs, slowestMs });
        expect([ladder[0], ladder.at(-1)]).toEqual([fastestMs, slowestMs]);
        for (const [at, periodMs] of ladder.entries()) {
          if (at === 0) continue;
          expect(periodMs).toBeGreaterThan(ladder[at - 1]!);
          expect(periodMs).toBeLessThanOrEqual(2 * ladder[at - 1]!);
        }
      }),
    );
  });

  it('names the slowest step that is no slower than a period', () => {
    const ladder = paceLadder({ fastestMs: 200, slowestMs: 1_000 });
    expect(ladder).toEqual([200, 400, 800, 1_000]);
    expect([10, 200, 399, 400, 999, 5_000].map((ms) => stepFor(ladder, ms))).toEqual([0, 0, 0, 1, 2, 3]);
  });
});

describe('the time of an endpoint', () => {
  it('is never asked for more than the limit, unless the slowest periods ask for more alone', () => {
    fc.assert(
      fc.property(demands, limits, (all, limit) => {
        const steps = allotPaces(all, limit);
        const slowest = all.map(({ ladder }) => ladder.length - 1);
        expect(loadOf(all, steps)).toBeLessThanOrEqual(Math.max(limit, loadOf(all, slowest)) + 1e-6);
        for (const [at, { ladder, wish }] of all.entries()) {
          expect(steps[at]).toBeGreaterThanOrEqual(wish);
          expect(steps[at]).toBeLessThan(ladder.length);
        }
      }),
    );
  });

  it('is not left over while somebody who wishes for a step could have it', () => {
    fc.assert(
      fc.property(demands, limits, (all, limit) => {
        const steps = allotPaces(all, limit);
        for (const [at, { wish }] of all.entries()) {
          if (steps[at]! <= wish) continue;
          const faster = steps.with(at, steps[at]! - 1);
          expect(loadOf(all, faster)).toBeGreaterThan(limit - 1e-6);
        }
      }),
    );
  });

  it('goes to urgent ones first, and is shared by equals', () => {
    const one: PaceDemand = { ladder: [100, 200, 400, 800], wish: 0, costMs: 20, isUrgent: false };
    // Twice 20 ms in 100 ms would be 40 %.
    expect(allotPaces([one, one], 0.4)).toEqual([0, 0]);
    expect(allotPaces([one, one], 0.2)).toEqual([1, 1]);
    expect(allotPaces([one, one], 0.3)).toEqual([0, 1]);
    expect(allotPaces([one, { ...one, isUrgent: true }], 0.25)).toEqual([2, 0]);
  });
});
