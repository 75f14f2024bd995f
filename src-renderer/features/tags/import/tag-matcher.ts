import type { ImportedRow } from '../../../../src-shared/contract/tag-files.ts';
import { valueText } from '../../../../src-shared/tag-files/tag-cell.ts';
import { idFrom } from '../edit/id-from-name.ts';
import { idOf, nameOf } from '../edit/tag-form.ts';
import type { KnownTag } from './import-row.ts';

/** By what a file tells a row from others. */
export const sourceKey = (values: ReadonlyMap<string, unknown>): string =>
  valueText(values.get('id') ?? values.get('name') ?? values.get('address')).slice(0, 512);

const NONE: ReadonlySet<string> = new Set();

/**
 * Which tag a row of a file means: by its identity, its id, as which it was imported before, or its name. So a tag that was
 * renamed here is still the one that its row made.
 */
export class TagMatcher {
  readonly #byUid: ReadonlyMap<string, KnownTag>;
  readonly #byId: ReadonlyMap<string, KnownTag>;
  readonly #byName: ReadonlyMap<string, KnownTag>;
  readonly #base: ReadonlyMap<string, ImportedRow>;

  constructor(tags: readonly KnownTag[], base: readonly ImportedRow[]) {
    this.#byUid = new Map(tags.map((tag) => [valueText(tag.form['uid']) || tag.key, tag]));
    this.#byId = new Map(tags.map((tag) => [idOf(tag.form), tag]));
    this.#byName = new Map(tags.map((tag) => [nameOf(tag.form), tag]));
    this.#base = new Map(base.map((row) => [row.key, row]));
  }

  /** @returns no tag for a row that is a new one. */
  find(values: ReadonlyMap<string, unknown>): { readonly tag?: KnownTag; readonly base?: ImportedRow } {
    const base = this.#base.get(sourceKey(values));
    const tag = this.#tag(values, base);
    return { ...(tag && { tag }), ...(tag && base && { base }) };
  }

  #tag(values: ReadonlyMap<string, unknown>, base: ImportedRow | undefined): KnownTag | undefined {
    const text = (path: string): string => valueText(values.get(path));
    const uid = this.#byUid.get(text('uid'));
    if (uid) return uid;
    const id = text('id');
    const before = base && (this.#byUid.get(base.uid ?? '') ?? this.#byId.get(base.id));
    if (id !== '') return this.#byId.get(id) ?? before;
    const name = text('name');
    return before ?? this.#byName.get(name) ?? this.#byId.get(name) ?? this.#byId.get(idFrom(name, NONE) ?? '');
  }
}
