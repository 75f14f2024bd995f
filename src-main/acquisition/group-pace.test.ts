import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EndpointBudget } from './endpoint-budget.ts';
import { GroupPace, type PaceRules } from './group-pace.ts';

const BOUNDS = { fastestMs: 200, slowestMs: 10_000 };
const RULES: PaceRules = { change: 1, slowerAfter: 5, holdMs: 30_000, mostLoad: 0.5 };

/** A group that is polled in a time of its own. */
class PolledGroup {
  readonly budget: EndpointBudget;
  readonly pace: GroupPace;
  nowMs = 0;
  readonly periods: number[] = [];

  constructor(rules: Partial<PaceRules> = {}, budget = new EndpointBudget()) {
    this.budget = budget;
    this.pace = new GroupPace(1_000, BOUNDS, { ...RULES, ...rules });
    budget.join([this.pace]);
  }

  poll(moved: number, { isAnomaly = false, tookMs = 5 } = {}): number {
    this.nowMs += this.pace.periodMs;
    this.budget.polled(this.pace, tookMs);
    this.budget.seen(this.pace, moved, isAnomaly, this.nowMs);
    this.periods.push(this.pace.periodMs);
    return this.pace.periodMs;
  }

  /** Polls a signal for so long. @param at its value, in changes. */
  follow(at: (ms: number) => number, forMs: number): void {
    const endMs = this.nowMs + forMs;
    let before = at(this.nowMs);
    while (this.nowMs < endMs) {
      const value = at(this.nowMs + this.pace.periodMs);
      this.poll(Math.abs(value - before));
      before = value;
    }
  }
}

describe('the pace of a group', () => {
  it('begins at its interval or the next faster step', () => {
    expect(new PolledGroup().pace.periodMs).toBe(800);
    expect(new GroupPace(1_000).periodMs).toBe(1_000);
    expect(new GroupPace(10_000, BOUNDS, RULES).periodMs).toBe(10_000);
  });

  it('never leaves its bounds, whatever happens', () => {
    const polls = fc.array(
      fc.record({
        moved: fc.oneof(
          fc.constant(0),
          fc.constant(Number.POSITIVE_INFINITY),
          fc.double({ min: 0, max: 1e6, noNaN: true }),
        ),
        isAnomaly: fc.boolean(),
        tookMs: fc.double({ min: 0, max: 20_000, noNaN: true }),
      }),
      { maxLength: 200 },
    );
    fc.assert(
      fc.property(polls, (all) => {
        const group = new PolledGroup();
        for (const { moved, ...more } of all) group.poll(moved, more);
        for (const periodMs of group.periods) {
          expect(periodMs).toBeGreaterThanOrEqual(BOUNDS.fastestMs);
          expect(periodMs).toBeLessThanOrEqual(BOUNDS.slowestMs);
        }
      }),
    );
  });

  it('is the slowest after a bounded time without a change, wherever it was', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { maxLength: 40 }), (before) => {
        const group = new PolledGroup();
        for (const moved of before) group.poll(moved);
        const sinceMs = group.nowMs;
        while (group.pace.periodMs < BOUNDS.slowestMs) group.poll(0);
        expect(group.nowMs - sinceMs).toBeLessThanOrEqual(RULES.slowerAfter * 2 * BOUNDS.slowestMs);
        expect(group.pace.cause).toBe('steady');
      }),
    );
  });

  it('is the fastest with the poll that sees a step, so that the next value comes after the fastest period', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 600_000 }), fc.integer({ min: 64, max: 1_000 }), (stepAtMs, height) => {
        const group = new PolledGroup();
        group.follow((ms) => (ms >= stepAtMs ? height : 0), stepAtMs + BOUNDS.slowestMs);
        group.poll(0);
        const seen = group.periods.indexOf(BOUNDS.fastestMs);
        expect(seen).toBeGreaterThanOrEqual(0);
        const seenMs = sum(group.periods.slice(0, seen)) + 800;
        expect(seenMs).toBeGreaterThanOrEqual(stepAtMs);
        expect(seenMs + BOUNDS.fastestMs).toBeLessThanOrEqual(stepAtMs + BOUNDS.slowestMs + BOUNDS.fastestMs);
      }),
    );
  });

  it('finds the pace of a ramp and keeps it: never more than a change between polls, and no back and forth', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 4.5, noNaN: true }), (perSecond) => {
        const group = new PolledGroup();
        group.follow((ms) => (perSecond * ms) / 1_000, 120_000);
        const found = group.pace.periodMs;
        group.periods.length = 0;
        group.follow((ms) => (perSecond * ms) / 1_000, 600_000);
        expect(new Set(group.periods)).toEqual(new Set([found]));
        expect((perSecond * found) / 1_000).toBeLessThanOrEqual(1 + 1e-6);
      }),
    );
  });

  it('goes slower one step after so many polls without a change, and not for one quiet poll', () => {
    const group = new PolledGroup();
    expect([1, 2, 3, 4].map(() => group.poll(0))).toEqual([800, 800, 800, 800]);
    expect(group.poll(0)).toBe(1_600);
    group.poll(0);
    // Half of a change is none yet, and would be a whole one at double the period.
    expect(group.poll(0.8)).toBe(1_600);
    expect([1, 2, 3, 4].map(() => group.poll(0))).toEqual([1_600, 1_600, 1_600, 1_600]);
    expect(group.poll(0)).toBe(3_200);
  });

  it('stays the fastest for the hold time after a rule found fault, though nothing moves', () => {
    const group = new PolledGroup();
    for (let poll = 0; poll < 60; poll++) group.poll(0);
    expect(group.pace.periodMs).toBe(10_000);
    expect(group.poll(0, { isAnomaly: true })).toBe(200);
    const sinceMs = group.nowMs;
    while (group.pace.cause === 'anomaly') group.poll(0);
    expect(group.nowMs - sinceMs).toBe(RULES.holdMs);
    for (let poll = 0; poll < 60; poll++) group.poll(0);
    expect(group.pace.periodMs).toBe(10_000);
  });
});

describe('the budget of an endpoint', () => {
  it('holds a group back that would be faster, counts the polls, and lets it go when there is room', () => {
    const budget = new EndpointBudget();
    const [one, other] = [new PolledGroup({}, budget), new PolledGroup({}, budget)];
    for (let poll = 0; poll < 3; poll++) {
      one.poll(1_000, { tookMs: 80 });
      other.poll(1_000, { tookMs: 80 });
      expect(budget.load).toBeLessThanOrEqual(0.5);
    }
    expect([one.pace.periodMs, other.pace.periodMs]).toEqual([400, 400]);
    expect(other.pace).toMatchObject({ cause: 'budget', heldBack: 3 });
    for (let poll = 0; poll < 10; poll++) one.poll(0, { tookMs: 80 });
    other.poll(1_000, { tookMs: 80 });
    expect(other.pace).toMatchObject({ periodMs: 200, cause: 'changing', heldBack: 3 });
  });

  it('gives a group with an anomaly the time of one that only changes', () => {
    const budget = new EndpointBudget();
    const [one, other] = [new PolledGroup({}, budget), new PolledGroup({}, budget)];
    one.poll(1_000, { tookMs: 80 });
    other.poll(0, { tookMs: 80, isAnomaly: true });
    expect(other.pace.periodMs).toBe(200);
    expect(one.pace.cause).toBe('budget');
    expect(budget.load).toBeLessThanOrEqual(0.5);
  });

  it('counts what is polled at a fixed interval, and slows others when that takes longer', () => {
    const budget = new EndpointBudget();
    const fixed = new GroupPace(1_000);
    const leave = budget.join([fixed]);
    const group = new PolledGroup({}, budget);
    budget.polled(fixed, 50);
    expect(group.poll(1_000, { tookMs: 20 })).toBe(200);
    for (let poll = 0; poll < 10; poll++) budget.polled(fixed, 480);
    expect(group.pace.periodMs).toBeGreaterThan(200);
    expect(fixed.periodMs).toBe(1_000);
    void leave.dispose();
    expect(group.pace.periodMs).toBe(200);
  });

  it('is never exceeded by what adaptive groups ask for, whatever polls take and show', () => {
    const polls = fc.array(
      fc.record({
        at: fc.nat(4),
        moved: fc.double({ min: 0, max: 100, noNaN: true }),
        isAnomaly: fc.boolean(),
        tookMs: fc.double({ min: 0, max: 3_000, noNaN: true }),
      }),
      { maxLength: 200 },
    );
    fc.assert(
      fc.property(polls, (all) => {
        const budget = new EndpointBudget();
        const groups = Array.from({ length: 5 }, () => new PolledGroup({}, budget));
        for (const { at, moved, ...more } of all) {
          groups[at]!.poll(moved, more);
          const isSlowest = groups.every(({ pace }) => pace.costMs === 0 || pace.periodMs === BOUNDS.slowestMs);
          if (!isSlowest) expect(budget.load).toBeLessThanOrEqual(0.5 + 1e-6);
        }
      }),
    );
  });
});

const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0);
