import type { PaceHealth } from '../../src-shared/contract/devices.ts';
import type { AdaptivePolling, PaceBounds } from '../../src-shared/domain/adaptive-polling.ts';
import { paceLadder, stepFor } from './pace-ladder.ts';

/** How a group of tags chooses its period. */
export interface PaceRules extends Pick<AdaptivePolling, 'change'> {
  readonly slowerAfter: number;
  readonly holdMs: number;
  /** The share of its time that the endpoint may be busy with polls, 0…1. */
  readonly mostLoad: number;
}

/** Why a group has the period that it has. */
type PaceCause = PaceHealth['cause'];

/** A movement up to this part of a change would still be none at double the period: a ramp finds its pace and keeps it. */
const QUIET = 0.5;
/** What a poll costs is kept in steps of a quarter, so that a reply that is a little late changes nobody's pace. */
const COST_STEP = 1.25;
const FRESH_SHARE = 0.2;

/**
 * The period of one group of tags: what it wishes for by how its values move, and what the budget of its endpoint lets
 * it have. Deterministic: it knows times only from what it is told. A group of a fixed period is one with a single step.
 */
export class GroupPace {
  readonly ladder: readonly number[];
  readonly mostLoad: number;
  /** Polls that came more slowly than wished for. */
  heldBack = 0;
  /** Told when the period is another one. */
  onPeriod: (periodMs: number) => void = () => undefined;
  readonly #rules: PaceRules | undefined;
  #wish: number;
  #step: number;
  #quietPolls = 0;
  #holdUntilMs = Number.NEGATIVE_INFINITY;
  #isHolding = false;
  #cause: PaceCause = 'starting';
  #tookMs = Number.NaN;
  #costMs = 0;

  /** @param bounds undefined: the interval stays. */
  constructor(intervalMs: number, bounds?: PaceBounds, rules?: PaceRules) {
    this.ladder = bounds && rules ? paceLadder(bounds) : [intervalMs];
    this.#rules = bounds && rules;
    this.mostLoad = this.#rules?.mostLoad ?? Number.POSITIVE_INFINITY;
    this.#wish = this.#step = stepFor(this.ladder, intervalMs);
  }

  get isAdaptive(): boolean {
    return this.#rules !== undefined;
  }

  /** The period of now, ms. */
  get periodMs(): number {
    return this.ladder[this.#step]!;
  }

  /** The step of the ladder that it wishes for. */
  get wish(): number {
    return this.#wish;
  }

  /** It goes before others where the budget is short. */
  get isUrgent(): boolean {
    return this.#isHolding;
  }

  /** What a poll takes of late, in steps and rather too much, ms; 0 before the first. */
  get costMs(): number {
    return this.#costMs;
  }

  get cause(): PaceCause {
    return this.#step > this.#wish ? 'budget' : this.#cause;
  }

  /** A poll took so long. @returns whether it costs another step now. */
  polled(tookMs: number): boolean {
    this.#tookMs = Number.isNaN(this.#tookMs) ? tookMs : this.#tookMs + FRESH_SHARE * (tookMs - this.#tookMs);
    const isKept = this.#tookMs <= this.#costMs && this.#tookMs > this.#costMs / COST_STEP ** 2;
    if (isKept) return false;
    this.#costMs = COST_STEP ** Math.ceil(Math.log(Math.max(this.#tookMs, 0.01)) / Math.log(COST_STEP));
    return true;
  }

  /**
   * What the poll showed.
   * @param moved the largest movement of a tag since the poll before, in changes: 1 is one that counts.
   * @param isAnomaly a quality rule newly found fault.
   * @returns whether it wishes for something else now.
   */
  seen(moved: number, isAnomaly: boolean, nowMs: number): boolean {
    if (!this.#rules) return false;
    const [wish, isHolding] = [this.#wish, this.#isHolding];
    if (isAnomaly) this.#holdUntilMs = nowMs + this.#rules.holdMs;
    this.#isHolding = nowMs < this.#holdUntilMs;
    this.#wish = this.#isHolding ? this.#hold() : this.#follow(moved, this.#rules.slowerAfter);
    return this.#wish !== wish || this.#isHolding !== isHolding;
  }

  /** The budget lets it have this step of its ladder. */
  grant(step: number): void {
    if (step === this.#step) return;
    this.#step = step;
    this.onPeriod(this.periodMs);
  }

  #hold(): number {
    this.#quietPolls = 0;
    this.#cause = 'anomaly';
    return 0;
  }

  /** At a period that is shorter by `moved`, the same movement would be one change a poll. */
  #follow(moved: number, slowerAfter: number): number {
    this.#cause = moved > QUIET ? 'changing' : 'steady';
    this.#quietPolls = moved > QUIET ? 0 : this.#quietPolls + 1;
    if (moved > 1) return Math.min(Math.max(0, this.#step - 1), stepFor(this.ladder, this.periodMs / moved));
    if (this.#quietPolls < slowerAfter) return this.#step;
    this.#quietPolls = 0;
    return Math.min(this.#step + 1, this.ladder.length - 1);
  }
}
