import type { DataType } from '../../../src-shared/domain/data-type.ts';
import { Emitter } from '../../kernel/emitter.ts';
import type { TagRow } from './publisher-messages.ts';

/** The tags of the project as the engine told them, by the ids that commands name. */
export class TagTable {
  /** After each telling, when the table holds it. */
  readonly told = new Emitter<void>();
  readonly #rows = new Map<string, TagRow>();
  #devices = new Map<string, Map<string, DataType>>();
  #isTold = false;

  /** False until the engine has told tags for the first time. */
  get isTold(): boolean {
    return this.#isTold;
  }

  /** Adds rows and takes the place of those with the same uid; `replace` forgets all others. */
  tell(rows: readonly TagRow[], replace: boolean): void {
    this.#isTold = true;
    if (replace) this.#rows.clear();
    for (const row of rows) this.#rows.set(row.uid, row);
    this.#devices = new Map();
    for (const { device, tag, dataType } of this.#rows.values()) {
      const tags = this.#devices.get(device) ?? new Map<string, DataType>();
      this.#devices.set(device, tags.set(tag, dataType));
    }
    this.told.emit();
  }

  /** Undefined for a tag that was not told. */
  row(uid: string): TagRow | undefined {
    return this.#rows.get(uid);
  }

  hasDevice(id: string): boolean {
    return this.#devices.has(id);
  }

  /** Undefined for a tag that is not there. */
  dataTypeOf(device: string, tag: string): DataType | undefined {
    return this.#devices.get(device)?.get(tag);
  }
}
