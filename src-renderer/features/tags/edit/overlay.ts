import { idFrom } from './id-from-name.ts';
import { isForm, isSameValue, type TagForm, uidOf, valueAt, withValueAt } from './tag-form.ts';

/** What a tag that was applied is to become: path → value, null where it is taken out. */
export type Patch = Readonly<Record<string, unknown>>;

/** A tag that is not applied yet. */
export interface NewTag {
  readonly key: string;
  /** Uid of the applied tag that it stands below; null: above all of them; undefined: at the end. */
  readonly after?: string | null | undefined;
  readonly form: TagForm;
  /** The id follows the name until a person writes one. */
  readonly hasOwnId: boolean;
}

/** Another order of the applied tags. */
export interface RowOrder {
  /** All of them. */
  readonly uids: readonly string[];
  /** Those that were moved to come to it, as few as can be. */
  readonly moved: readonly string[];
}

/** Edits over the applied tags of a device. Plain data: it is kept in the browser. */
export interface Overlay {
  /** By uid. */
  readonly changes: Readonly<Record<string, Patch>>;
  /** In the order of the table, as far as they stand at one place. */
  readonly added: readonly NewTag[];
  /** Uids. */
  readonly removed: readonly string[];
  /** Left out: as they are applied. */
  readonly order?: RowOrder | undefined;
  /** Imports of files that these edits came from: once they are applied, their rows are what was imported last. */
  readonly imports?: readonly string[] | undefined;
}

export const NO_EDITS: Overlay = { changes: {}, added: [], removed: [] };

/** The tags that are applied, in their order and by their identity. */
export interface AppliedTags {
  readonly list: readonly TagForm[];
  readonly byUid: ReadonlyMap<string, TagForm>;
  /** What the topics of the device begin with. */
  readonly unsPrefix: string;
}

export const appliedTags = (list: readonly TagForm[], unsPrefix = ''): AppliedTags => ({
  list,
  unsPrefix,
  byUid: new Map(list.map((form) => [uidOf(form), form])),
});

/** One cell that gets another value; undefined empties it. `key` is the uid of an applied tag, or the key of a new one. */
export interface CellChange {
  readonly key: string;
  readonly path: string;
  readonly value: unknown;
}

export interface EditCount {
  readonly edited: number;
  readonly added: number;
  readonly removed: number;
  readonly moved: number;
}

export const countEdits = ({ changes, added, removed, order }: Overlay): EditCount => ({
  edited: Object.keys(changes).length,
  added: added.length,
  removed: removed.length,
  moved: order?.moved.length ?? 0,
});

export const editTotal = (overlay: Overlay): number =>
  Object.values(countEdits(overlay)).reduce((sum: number, count: number) => sum + count, 0);

/** Changes cells. A cell that gets its applied value back is no edit any more; those of removed tags stay as they are. */
export function cellsChanged(overlay: Overlay, applied: AppliedTags, cells: readonly CellChange[]): Overlay {
  const changes: Record<string, Patch> = { ...overlay.changes };
  const added = new Map(overlay.added.map((tag) => [tag.key, tag]));
  const removed = new Set(overlay.removed);
  const taken = takenIds(overlay, applied);
  for (const cell of cells) {
    const tag = added.get(cell.key);
    const base = applied.byUid.get(cell.key);
    if (tag) added.set(tag.key, changedTag(tag, cell, taken));
    else if (base && !removed.has(cell.key)) {
      const patch = changedPatch(changes[cell.key] ?? {}, base, cell);
      if (Object.keys(patch).length === 0) delete changes[cell.key];
      else changes[cell.key] = patch;
    }
  }
  return { ...overlay, changes, added: [...added.values()] };
}

function changedPatch(patch: Patch, base: TagForm, { path, value }: CellChange): Patch {
  const { [path]: _before, ...others } = patch;
  return isSameValue(value, valueAt(base, path)) ? others : { ...others, [path]: value ?? null };
}

function changedTag(tag: NewTag, { path, value }: CellChange, taken: Set<string>): NewTag {
  const form = withValueAt(tag.form, path, value);
  if (path === 'id' && value !== undefined) return { ...tag, form, hasOwnId: true };
  if (path !== 'name' && path !== 'id') return { ...tag, form };
  if (tag.hasOwnId && path === 'name') return { ...tag, form };
  taken.delete(String(tag.form['id']));
  const id = idFrom(form['name'], taken);
  if (id !== undefined) taken.add(id);
  return { ...tag, form: withValueAt(form, 'id', id), hasOwnId: false };
}

function takenIds({ added, changes }: Overlay, { list }: AppliedTags): Set<string> {
  const forms = [...list, ...added.map(({ form }) => form)];
  return new Set([...forms.map(({ id }) => String(id)), ...Object.values(changes).map(({ id }) => String(id))]);
}

/** Adds tags below a row: an applied one by its uid or a new one by its key; null above all, undefined at the end. */
export function rowsAdded(
  overlay: Overlay,
  below: string | null | undefined,
  rows: readonly Omit<NewTag, 'after'>[],
): Overlay {
  const at = overlay.added.findIndex(({ key }) => key === below);
  const after = at >= 0 ? overlay.added[at]!.after : below;
  // Directly below its row: before the others that stand there, behind them at the end.
  const first = overlay.added.findIndex((tag) => tag.after === after);
  const place = at >= 0 ? at + 1 : after === undefined || first < 0 ? overlay.added.length : first;
  const tags = rows.map((row) => ({ ...row, after }));
  return { ...overlay, added: overlay.added.toSpliced(place, 0, ...tags) };
}

/** Removes rows: applied tags are marked and lose their edits, new ones go. */
export function rowsRemoved(overlay: Overlay, applied: AppliedTags, keys: readonly string[]): Overlay {
  const gone = new Set(keys);
  return {
    ...overlay,
    changes: Object.fromEntries(Object.entries(overlay.changes).filter(([uid]) => !gone.has(uid))),
    added: overlay.added.filter(({ key }) => !gone.has(key)),
    removed: [...new Set([...overlay.removed, ...keys.filter((key) => applied.byUid.has(key))])],
  };
}

/** An applied tag with its edits. */
export function patched(base: TagForm, patch: Patch | undefined): TagForm {
  return Object.entries(patch ?? {}).reduce((form, [path, value]) => withValueAt(form, path, value ?? undefined), base);
}

/** What makes `to` of `from`: two forms of one tag, compared path by path. */
export function patchBetween(from: TagForm, to: TagForm): Patch {
  const { uid: _own, ...before } = from;
  const { uid: _other, ...after } = to;
  return Object.fromEntries(differences(before, after, ''));
}

function differences(from: TagForm, to: TagForm, prefix: string): [string, unknown][] {
  return [...new Set([...Object.keys(from), ...Object.keys(to)])].flatMap((key): [string, unknown][] => {
    const [before, after] = [from[key], to[key]];
    if (isSameValue(before, after)) return [];
    if (isForm(before) || isForm(after))
      return differences(isForm(before) ? before : {}, isForm(after) ? after : {}, `${prefix}${key}.`);
    return [[`${prefix}${key}`, after ?? null]];
  });
}
