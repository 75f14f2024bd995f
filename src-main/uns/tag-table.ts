import type { DataType } from '../../src-shared/domain/data-type.ts';
import type { LogNames } from '../log/log-names.ts';
import { JsonPayload } from './json-payload.ts';
import type { TagRow } from './publisher-messages.ts';

/** Where and how the points of one tag are published. */
export interface PublishedTag {
  readonly topic: string;
  readonly payload: JsonPayload;
}

/** The tags of the project as the engine told them: by uid for the log, by ids for commands. */
export class TagTable {
  readonly #rows = new Map<string, TagRow>();
  readonly #published = new Map<string, PublishedTag>();
  #devices = new Map<string, Map<string, DataType>>();
  /** What the numbers of the log being read stand for; filled as they are met. */
  #byNumber: (PublishedTag | undefined)[] = [];
  #names: LogNames | undefined;
  #isTold = false;

  /** False until the engine has told tags for the first time. */
  get isTold(): boolean {
    return this.#isTold;
  }

  /** Adds rows and takes the place of those with the same uid; `replace` forgets all others. */
  tell(rows: readonly TagRow[], replace: boolean): void {
    this.#isTold = true;
    if (replace) {
      this.#rows.clear();
      this.#published.clear();
    }
    for (const row of rows) {
      this.#rows.set(row.uid, row);
      this.#published.set(row.uid, { topic: row.topic, payload: new JsonPayload(row) });
    }
    this.#byNumber = [];
    this.#devices = new Map();
    for (const { device, tag, dataType } of this.#rows.values()) {
      const tags = this.#devices.get(device) ?? new Map<string, DataType>();
      this.#devices.set(device, tags.set(tag, dataType));
    }
  }

  /** Undefined for a tag that nobody names any more. */
  find(names: LogNames, number: number): PublishedTag | undefined {
    if (names !== this.#names) {
      this.#names = names;
      this.#byNumber = [];
    }
    const known = this.#byNumber[number];
    if (known) return known;
    const uid = names.tag(number);
    const found = uid === undefined ? undefined : this.#published.get(uid);
    if (found) this.#byNumber[number] = found;
    return found;
  }

  hasDevice(id: string): boolean {
    return this.#devices.has(id);
  }

  /** Undefined for a tag that is not there. */
  dataTypeOf(device: string, tag: string): DataType | undefined {
    return this.#devices.get(device)?.get(tag);
  }
}
