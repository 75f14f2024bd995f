import type { DrillResult } from '../../../src-shared/contract/drill.ts';

/** More than a chart has pixels for: then every other sample goes. */
const MOST = 480;

/** What waited for sinks over time, thinned out as the time gets long. */
export class BacklogSamples {
  readonly #sinks: readonly string[];
  #rows: { readonly atS: number; readonly points: readonly number[] }[] = [];
  #every = 1;
  #seen = 0;

  constructor(sinks: readonly string[]) {
    this.#sinks = sinks;
  }

  /** @param points in the order of the sinks. */
  add(atS: number, points: readonly number[]): void {
    if (this.#seen++ % this.#every !== 0) return;
    this.#rows.push({ atS: Math.round(atS * 100) / 100, points });
    if (this.#rows.length < MOST) return;
    this.#rows = this.#rows.filter((_row, at) => at % 2 === 0);
    this.#every *= 2;
  }

  get view(): DrillResult['backlog'] {
    return {
      sinks: [...this.#sinks],
      atS: this.#rows.map(({ atS }) => atS),
      points: this.#sinks.map((_sink, at) => this.#rows.map(({ points }) => points[at] ?? 0)),
    };
  }
}
