import type { LogNames } from '../../log/log-names.ts';
import type { TagRow } from '../publishing/publisher-messages.ts';

/** What a format keeps of each tag, found by the numbers of the log. */
export class TagIndex<T> {
  readonly #make: (row: TagRow) => T;
  readonly #byUid = new Map<string, T>();
  /** What the numbers of the log being read stand for; filled as they are met. */
  #byNumber: (T | undefined)[] = [];
  #names: LogNames | undefined;

  /** @param make is called once for each row that is told. */
  constructor(make: (row: TagRow) => T) {
    this.#make = make;
  }

  /** Takes the place of rows with the same uid; `replace` forgets all others. */
  tell(rows: readonly TagRow[], replace: boolean): void {
    if (replace) this.#byUid.clear();
    for (const row of rows) this.#byUid.set(row.uid, this.#make(row));
    this.#byNumber = [];
  }

  /** Undefined for a tag that nobody names any more. */
  find(names: LogNames, number: number): T | undefined {
    if (names !== this.#names) {
      this.#names = names;
      this.#byNumber = [];
    }
    const known = this.#byNumber[number];
    if (known !== undefined) return known;
    const uid = names.tag(number);
    const found = uid === undefined ? undefined : this.#byUid.get(uid);
    if (found !== undefined) this.#byNumber[number] = found;
    return found;
  }

  /** All that are told. */
  get all(): Iterable<T> {
    return this.#byUid.values();
  }
}
