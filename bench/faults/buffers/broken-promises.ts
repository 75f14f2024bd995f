/** `lost`: more was lost than may be · `start`: the log did not start · `count`: wrong counts, order or values. */
export type BrokenKind = 'lost' | 'start' | 'count';

/** So many are told in words; all are counted. */
const MOST_TOLD = 5;

/** What a campaign over thousands of seeds found broken: counted by kind, the first ones with what repeats them. */
export class BrokenPromises {
  readonly #counts = new Map<BrokenKind, number>();
  readonly #sentences: string[] = [];

  get sentences(): readonly string[] {
    return this.#sentences;
  }

  of(kind: BrokenKind): number {
    return this.#counts.get(kind) ?? 0;
  }

  /** @param sentence names the seed. */
  add(kind: BrokenKind, sentence: string, count: number): void {
    this.#counts.set(kind, this.of(kind) + count);
    if (this.#sentences.length < MOST_TOLD) this.#sentences.push(`${kind}: ${sentence}`);
  }
}
