/** Things that wait, by owner: owners take turns, and the things of one owner keep their order. */
export class FairLine<Owner, Thing> {
  /** A map keeps the order of insertion: the first owner is next, and goes to the end when more of his wait. */
  readonly #waiting = new Map<Owner, Thing[]>();
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(owner: Owner, thing: Thing): void {
    const own = this.#waiting.get(owner);
    if (own) own.push(thing);
    else this.#waiting.set(owner, [thing]);
    this.#length++;
  }

  shift(): Thing | undefined {
    for (const [owner, own] of this.#waiting) {
      this.#waiting.delete(owner);
      const thing = own.shift()!;
      if (own.length > 0) this.#waiting.set(owner, own);
      this.#length--;
      return thing;
    }
    return undefined;
  }

  /** @returns false when it does not wait here any more. */
  remove(owner: Owner, thing: Thing): boolean {
    const own = this.#waiting.get(owner);
    const at = own?.indexOf(thing) ?? -1;
    if (!own || at < 0) return false;
    own.splice(at, 1);
    if (own.length === 0) this.#waiting.delete(owner);
    this.#length--;
    return true;
  }
}
