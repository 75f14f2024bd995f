import { isBad } from '../../../src-shared/domain/quality.ts';
import type { TrendTrigger } from '../../../src-shared/domain/trend-trigger.ts';

/**
 * Finds the moments of a trigger in samples that come one by one: where its condition holds and did not hold at the
 * sample before. A Bad sample says nothing; the first one cannot be an edge. Until the stretch of one moment is over,
 * there is no other.
 */
export class TriggerEdges {
  readonly #trigger: Pick<TrendTrigger, 'edge' | 'value' | 'afterS'>;
  #held: boolean | undefined;
  #restsUntilUs = Number.NEGATIVE_INFINITY;

  constructor(trigger: Pick<TrendTrigger, 'edge' | 'value' | 'afterS'>) {
    this.#trigger = trigger;
  }

  /** Takes the next sample. @returns whether it is such a moment. */
  take(timeUs: number, value: number, status: number): boolean {
    if (isBad(status) || Number.isNaN(value)) return false;
    const before = this.#held;
    this.#held = this.#holds(value);
    if (before !== false || !this.#held || timeUs < this.#restsUntilUs) return false;
    this.#restsUntilUs = timeUs + this.#trigger.afterS * 1e6;
    return true;
  }

  #holds(value: number): boolean {
    const { edge, value: bound } = this.#trigger;
    if (edge === 'becomes') return value === bound;
    return edge === 'above' ? value > bound : value < bound;
  }
}
