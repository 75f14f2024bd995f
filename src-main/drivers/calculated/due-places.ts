/**
 * Places of tags in the order of calculation that have an input that changed. Who uses a slot stands in one column for all
 * slots: two lists for each tag would not stay in the cache of the processor from one batch to the next.
 */
export class DuePlaces {
  readonly #isDue: Uint8Array;
  /** Places that use a slot: `#users[#first[slot] … #first[slot + 1]]`. */
  readonly #first: Uint32Array;
  readonly #users: Uint32Array;

  /** @param users places of the tags that use a slot, by slot */
  constructor(places: number, users: readonly (readonly number[])[]) {
    this.#isDue = new Uint8Array(places);
    this.#first = new Uint32Array(users.length + 1);
    for (const [slot, own] of users.entries()) this.#first[slot + 1] = this.#first[slot]! + own.length;
    this.#users = Uint32Array.from(users.flat());
  }

  add(place: number): void {
    this.#isDue[place] = 1;
  }

  addAll(): void {
    this.#isDue.fill(1);
  }

  /** All that use a slot. */
  addUsersOf(slot: number): void {
    const end = this.#first[slot + 1]!;
    for (let at = this.#first[slot]!; at < end; at++) this.#isDue[this.#users[at]!] = 1;
  }

  /** @returns whether a place was due; it is no longer. */
  take(place: number): boolean {
    if (this.#isDue[place] === 0) return false;
    this.#isDue[place] = 0;
    return true;
  }
}
