import type { TagView } from '../../../src-shared/contract/devices.ts';
import { writePrepared, writesAsked } from '../../state/prepared-writes.ts';
import type { TagRef } from '../../state/tags.ts';
import { movedBy, movedTo, replaced, without, withTags } from '../../state/watch-rows.ts';
import { rowsChanged, rowsStepped } from '../../state/watch-tables.ts';
import { indexesOf } from './line-selection.ts';
import type { LineSelecting } from './use-line-selection.ts';
import { type WatchLine, writableTags } from './watch-lines.ts';

/** What can be done with the rows, by whatever key, button or drag. */
export interface WatchGridActions {
  readonly step: (by: 1 | -1) => void;
  /** The selected rows, in front of the row at `before`. */
  readonly moveTo: (before: number) => void;
  readonly insert: (refs: readonly TagRef[], before: number) => void;
  readonly remove: () => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly note: (key: string, note: string) => void;
  readonly title: (key: string, title: string) => void;
  readonly write: (tag: TagView) => void;
  readonly writeFocused: () => void;
  readonly writeAll: () => void;
  readonly clearPrepared: () => void;
}

const refOf = ({ device, id }: TagView): TagRef => ({ device, tag: id });

/** @param onDone gives the keys back to the table, after something that may have taken them. */
export function useWatchActions(
  id: string,
  lines: readonly WatchLine[],
  { value, order }: LineSelecting,
  onDone: () => void,
): WatchGridActions {
  const moved = (): ReadonlySet<number> => indexesOf(value.keys, order);
  const ask = (refs: readonly TagRef[]): void => {
    const unfit = writesAsked(refs);
    if (unfit) preparedBox(unfit)?.focus();
  };
  const focused = lines.find(({ key }) => key === value.focus);
  return {
    step: (by) => rowsChanged(id, (rows) => movedBy(rows, moved(), by)),
    moveTo: (before) => rowsChanged(id, (rows) => movedTo(rows, moved(), before)),
    insert: (refs, before) => rowsChanged(id, (rows) => withTags(rows, refs, before)),
    remove: () => {
      rowsChanged(id, (rows) => without(rows, moved()));
      onDone();
    },
    undo: () => rowsStepped(id, 'undo'),
    redo: () => rowsStepped(id, 'redo'),
    note: (key, note) =>
      rowsChanged(id, (rows) => {
        const at = order.indexOf(key);
        const row = rows[at];
        if (row?.kind !== 'tag') return rows;
        const { note: _before, ...rest } = row;
        return replaced(rows, at, note === '' ? rest : { ...rest, note });
      }),
    title: (key, title) =>
      rowsChanged(id, (rows) => (title === '' ? rows : replaced(rows, order.indexOf(key), { kind: 'section', title }))),
    write: (tag) => ask([refOf(tag)]),
    writeFocused: () => focused?.kind === 'tag' && ask([focused.ref]),
    writeAll: () => ask(writableTags(lines).map(refOf)),
    clearPrepared: () => {
      for (const line of lines) if (line.kind === 'tag' && value.keys.has(line.key)) writePrepared(line.ref, undefined);
    },
  };
}

/** Where the value of a tag is typed, if its row is in sight. */
export const preparedBox = ({ device, tag }: TagRef): HTMLElement | null =>
  document.querySelector(`[data-prepared-for="${CSS.escape(`${device}/${tag}`)}"]`);
