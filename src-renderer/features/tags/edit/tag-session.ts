import { create } from 'zustand';
import { type CellFault, errorCount, faultsAtOnce, faultsByRow, joinedFaults } from './cell-faults.ts';
import { type EditHistory, NO_HISTORY, stepped } from './edit-history.ts';
import { type AppliedTags, appliedTags, editTotal, type Overlay } from './overlay.ts';
import { rowsToApply } from './tag-rows.ts';

/** A word about what was done or could not be, above the Apply bar. */
export interface Said {
  readonly tone: 'error' | 'info';
  /** Of the error, or an id of the message catalogue. */
  readonly code: string;
  readonly text: string;
  readonly canUndo?: boolean;
}

/** A cell that is to have the focus as soon as the table shows it. */
export interface WantedCell {
  readonly row: string;
  /** Empty: the first one. */
  readonly column: string;
  /** Keys of rows that are selected with it. */
  readonly rows?: readonly string[];
  /** Whoever has the focus keeps it. */
  readonly focus?: 'stays';
}

/** The edits of the tags of one device, and what they are made over. */
export interface TagSession {
  readonly status: 'unread' | 'reading' | 'ready' | 'failed';
  /** Why the tags could not be read. */
  readonly reason: string;
  /** The revision that `applied` was read from, and edits are made over. */
  readonly revision: number;
  readonly applied: AppliedTags;
  readonly history: EditHistory;
  /** What the gateway found, of what was not changed since. */
  readonly checked: readonly CellFault[];
  readonly faults: readonly CellFault[];
  readonly faultsByRow: ReadonlyMap<string, readonly CellFault[]>;
  readonly isApplying: boolean;
  /** Who changed the same tags meanwhile; null: nobody. */
  readonly conflict: string | null;
  readonly said: Said | null;
  readonly wanted: WantedCell | null;
}

const FIRST: TagSession = {
  status: 'unread',
  reason: '',
  revision: 0,
  applied: appliedTags([]),
  history: NO_HISTORY,
  checked: [],
  faults: [],
  faultsByRow: new Map(),
  isApplying: false,
  conflict: null,
  said: null,
  wanted: null,
};

/** Edits by device. They live here, not in the page: a tab behind another keeps its own. */
export const useTagEdits = create<{ readonly byDevice: Readonly<Record<string, TagSession>> }>()(() => ({
  byDevice: {},
}));

export const sessionOf = (device: string): TagSession => useTagEdits.getState().byDevice[device] ?? FIRST;
export const useTagSession = (device: string): TagSession => useTagEdits((state) => state.byDevice[device] ?? FIRST);

export function sessionChanged(device: string, change: Partial<TagSession>): void {
  useTagEdits.setState(({ byDevice }) => ({
    byDevice: { ...byDevice, [device]: { ...(byDevice[device] ?? FIRST), ...change } },
  }));
}

/** One step of editing. Nothing happens where the edits are as before. */
export function edited(device: string, edit: (overlay: Overlay, applied: AppliedTags) => Overlay): void {
  const { history, applied, isApplying } = sessionOf(device);
  // What is on its way to the gateway is not changed under it.
  if (isApplying) return;
  historyChanged(device, stepped(history, edit(history.now, applied)));
}

/** Puts another history in the place of the edits, and tells what is wrong with them now. */
export function historyChanged(device: string, history: EditHistory): void {
  const before = sessionOf(device);
  if (history.now === before.history.now) return;
  const touched = touchedRows(before.history.now, history.now);
  const checked = before.checked.filter(({ row }) => row !== null && !touched.has(row));
  sessionChanged(device, { history, said: null });
  faultsFound(device, checked);
}

/** Takes what the gateway found, and adds what can be told without it. */
export function faultsFound(device: string, checked: readonly CellFault[]): void {
  const { history, applied, faultsByRow: before } = sessionOf(device);
  const hasEdits = editTotal(history.now) > 0;
  const faults = hasEdits ? joinedFaults(faultsAtOnce(rowsToApply(applied, history.now)), checked) : [];
  sessionChanged(device, { checked: hasEdits ? checked : [], faults, faultsByRow: faultsByRow(faults, before) });
}

export const errorsOf = ({ faults }: TagSession): number => errorCount(faults);

function touchedRows(before: Overlay, after: Overlay): ReadonlySet<string> {
  const changed = new Set(
    [...Object.keys(before.changes), ...Object.keys(after.changes)].filter(
      (uid) => before.changes[uid] !== after.changes[uid],
    ),
  );
  const forms = new Map(before.added.map(({ key, form }) => [key, form]));
  for (const { key, form } of after.added) if (forms.get(key) !== form) changed.add(key);
  const kept = new Set([...after.added.map(({ key }) => key)]);
  for (const { key } of before.added) if (!kept.has(key)) changed.add(key);
  for (const uid of after.removed) if (!before.removed.includes(uid)) changed.add(uid);
  return changed;
}
