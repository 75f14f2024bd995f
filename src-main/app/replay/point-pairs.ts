import type { TagFindings, Told } from './tag-findings.ts';

interface Point {
  readonly timeUs: number;
  readonly value: Told;
  readonly status: number;
}

/** More points than that do not wait for one of the same time: nothing holds a reading back for so long. */
const MOST_WAITING = 100_000;

/** Pairs the points of one tag by their time, as two configurations make them; both rise in time. */
export class PointPairs {
  readonly #findings: TagFindings;
  #before: Point[] = [];
  #after: Point[] = [];

  constructor(findings: TagFindings) {
    this.#findings = findings;
  }

  before(timeUs: number, value: Told, status: number): void {
    this.#before.push({ timeUs, value, status });
    if (this.#before.length > MOST_WAITING) this.settle(this.#before[MOST_WAITING / 2]!.timeUs);
  }

  after(timeUs: number, value: Told, status: number): void {
    this.#after.push({ timeUs, value, status });
  }

  /** Nothing more comes up to this time. */
  settle(toUs: number): void {
    const [before, after] = [this.#before, this.#after];
    let b = 0;
    let a = 0;
    for (;;) {
      const [old, fresh] = [before[b], after[a]];
      const oldUs = old && old.timeUs <= toUs ? old.timeUs : Number.POSITIVE_INFINITY;
      const freshUs = fresh && fresh.timeUs <= toUs ? fresh.timeUs : Number.POSITIVE_INFINITY;
      if (oldUs === Number.POSITIVE_INFINITY && freshUs === Number.POSITIVE_INFINITY) break;
      if (oldUs === freshUs) this.#findings.pair(oldUs, old!.value, old!.status, fresh!.value, fresh!.status);
      else if (oldUs < freshUs) this.#findings.fewer++;
      else this.#findings.more++;
      if (oldUs <= freshUs) b++;
      if (freshUs <= oldUs) a++;
    }
    this.#before = before.slice(b);
    this.#after = after.slice(a);
  }
}
