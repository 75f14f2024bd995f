import type { TimeRange } from '../query.ts';
import type { Points } from './history-source.ts';
import { type HoldOptions, Holds } from './holds.ts';

/** When a condition held, from the samples of the tag that it is about. What is not known did not hold. */
export class ConditionSpans {
  readonly #holds: Holds;
  readonly #spans: { fromUs: number; toUs: number }[] = [];

  constructor(isMet: (value: number) => boolean, options: HoldOptions) {
    this.#holds = new Holds(options, (value, fromUs, toUs) => {
      if (!isMet(value)) return;
      const last = this.#spans.at(-1);
      if (last && last.toUs === fromUs) last.toUs = toUs;
      else this.#spans.push({ fromUs, toUs });
    });
  }

  add(points: Points): void {
    this.#holds.add(points);
  }

  /** In the order of time, none touching another. */
  finish(): readonly TimeRange[] {
    this.#holds.finish();
    return this.#spans;
  }
}

/** Whether moments that rise lie in spans that rise. */
export function insideSpans(spans: readonly TimeRange[] | undefined): (us: number) => boolean {
  if (!spans) return () => true;
  let at = 0;
  return (us) => {
    while (at < spans.length && spans[at]!.toUs <= us) at++;
    return at < spans.length && spans[at]!.fromUs <= us;
  };
}
