/** Where somebody is in a list: how far it is scrolled, and whether a row is pointed at or worked in. */
export class ListPlace {
  #keptPx = 0;
  #isPointed = false;
  #isFocused = false;

  /** Where the list was before it was filtered, px. */
  get keptPx(): number {
    return this.#keptPx;
  }

  /** Live rows stand still meanwhile. */
  get isEngaged(): boolean {
    return this.#isPointed || this.#isFocused;
  }

  /** The whole list was scrolled. */
  scrolled(px: number): void {
    this.#keptPx = px;
  }

  pointed(is: boolean): void {
    this.#isPointed = is;
  }

  focused(is: boolean): void {
    this.#isFocused = is;
  }
}
