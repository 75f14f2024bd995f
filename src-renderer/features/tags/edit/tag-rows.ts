import type { TagView } from '../../../../src-shared/contract/devices.ts';
import type { CellFault } from './cell-faults.ts';
import { type AppliedTags, type NewTag, type Overlay, type Patch, patched } from './overlay.ts';
import { appliedOrder } from './row-order.ts';
import type { TagForm } from './tag-form.ts';

/** A row of the tag table: a tag as it is to become, and what is known of it as it is. */
export interface TagRow {
  /** The uid of an applied tag, or the key of a new one. */
  readonly key: string;
  readonly form: TagForm;
  /** As it is applied; null for a new one. */
  readonly base: TagForm | null;
  readonly patch: Patch | undefined;
  /** `blank`: a place to type into, no tag yet. `derived`: made of the points of a tag, without a place in the file. */
  readonly state: 'same' | 'edited' | 'new' | 'removed' | 'blank' | 'derived';
  /** As it runs; null while it is not applied, or is not enabled. */
  readonly view: TagView | null;
  readonly faults: readonly CellFault[];
  /** Paths of cells that show what a fill would bring. */
  readonly ghost?: ReadonlySet<string>;
}

const NO_FAULTS: readonly CellFault[] = [];

/** The tags as they are to become, in their order; those that are removed stay in sight until Apply. */
export function tagRows(
  applied: AppliedTags,
  overlay: Overlay,
  views: ReadonlyMap<string, TagView>,
  faults: ReadonlyMap<string, readonly CellFault[]>,
): TagRow[] {
  const removed = new Set(overlay.removed);
  const added = Map.groupBy(overlay.added, ({ after }) => after);
  const fresh = (after: string | null | undefined): TagRow[] =>
    (added.get(after) ?? []).map((tag) => newRow(tag, faults.get(tag.key) ?? NO_FAULTS));
  return [
    ...fresh(null),
    ...appliedOrder(overlay, applied).flatMap((key) => {
      const base = applied.byUid.get(key)!;
      const patch = overlay.changes[key];
      const row: TagRow = {
        key,
        form: patch ? patched(base, patch) : base,
        base,
        patch,
        state: removed.has(key) ? 'removed' : patch ? 'edited' : 'same',
        view: views.get(key) ?? null,
        faults: faults.get(key) ?? NO_FAULTS,
      };
      return [row, ...fresh(key)];
    }),
    ...fresh(undefined),
  ];
}

const newRow = ({ key, form }: NewTag, faults: readonly CellFault[]): TagRow => ({
  key,
  form,
  base: null,
  patch: undefined,
  state: 'new',
  view: null,
  faults,
});

const NO_VIEWS: ReadonlyMap<string, TagView> = new Map();

/** The rows as the gateway would have them: their places are those that its faults name (`tags[3].address`). */
export const rowsToApply = (applied: AppliedTags, overlay: Overlay): readonly TagRow[] =>
  tagRows(applied, overlay, NO_VIEWS, new Map()).filter(({ state }) => state !== 'removed');

const BLANKS = 10;

/** Empty rows to type or paste into, up to ten in all. */
export function blankRows(rows: number): TagRow[] {
  return Array.from({ length: Math.max(0, BLANKS - rows) }, (_, i) => ({
    key: `blank-${i + rows}`,
    form: {},
    base: null,
    patch: undefined,
    state: 'blank' as const,
    view: null,
    faults: NO_FAULTS,
  }));
}

/** Keeps rows that say the same as the last time, so that the table draws only those that changed. */
export function rowKeeper(): (rows: readonly TagRow[]) => readonly TagRow[] {
  let before: ReadonlyMap<string, TagRow> = new Map();
  return (rows) => {
    const kept = rows.map((row) => {
      const old = before.get(row.key);
      return old && isSameRow(old, row) ? old : row;
    });
    before = new Map(kept.map((row) => [row.key, row]));
    return kept;
  };
}

const isSameRow = (a: TagRow, b: TagRow): boolean =>
  a.base === b.base &&
  a.patch === b.patch &&
  a.state === b.state &&
  a.view === b.view &&
  a.faults === b.faults &&
  (b.base !== null || b.state === 'derived' || a.form === b.form);
