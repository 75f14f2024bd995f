import type { Taken } from '../meter.ts';

/** What a contestant is to subscribe, and for how long. */
export interface SubscribeOrder {
  readonly port: number;
  readonly items: number;
  readonly publishingMs: number;
  readonly warmSeconds: number;
  readonly measureSeconds: number;
}

/** What came of it. */
export interface SubscribeWork extends Taken {
  readonly values: number;
  /** Steps of a counter that were not seen, over all items, since the first. */
  readonly missed: number;
}

export const counterName = (item: number): string => `counter.${item}`;
export const NAMESPACE = 'http://nexus.example/plant';

/** Counts what comes: every counter rises by one, so that a step left out shows. */
export class StepCounter {
  values = 0;
  missed = 0;
  readonly #last: Float64Array;

  constructor(items: number) {
    this.#last = new Float64Array(items).fill(Number.NaN);
  }

  take(item: number, value: number): void {
    const last = this.#last[item]!;
    this.#last[item] = value;
    this.values++;
    if (value - last > 1) this.missed += value - last - 1;
  }
}
