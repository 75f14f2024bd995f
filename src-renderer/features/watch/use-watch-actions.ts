import type { TagView } from '../../../src-shared/contract/devices.ts';
import type { WatchFormat } from '../../../src-shared/contract/watches.ts';
import { previousPrepared, writePrepared, writesAsked } from '../../state/prepared-writes.ts';
import type { TagRef } from '../../state/tags.ts';
import { movedBy, movedTo, replaced, withFormat, without, withTags } from '../../state/watch-rows.ts';
import { rowsChanged, rowsStepped } from '../../state/watch-tables.ts';
import { indexesOf } from './line-selection.ts';
import type { LineSelecting } from './use-line-selection.ts';
import { type AddressLine, type WatchLine, writableTags } from './watch-lines.ts';

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
  /** Puts the focus into the note of a row, or into the title of a section. */
  readonly editNote: (key: string) => void;
  /** How the selected rows look; undefined: as their tags say. */
  readonly format: (format: WatchFormat | undefined) => void;
  /** Makes a tag of what stands at an address. */
  readonly makeTag: (line: AddressLine) => void;
  readonly title: (key: string, title: string) => void;
  readonly write: (tag: TagView) => void;
  readonly writeFocused: () => void;
  readonly writeAll: () => void;
  /** Shows what would be sent of the row in focus, and sends nothing. */
  readonly dryRun: () => void;
  /** Prepares what the tag in focus held before it was written, and asks. */
  readonly restore: () => void;
  readonly clearPrepared: () => void;
}

const refOf = ({ device, id }: TagView): TagRef => ({ device, tag: id });

/**
 * @param onDone gives the keys back to the table, after something that may have taken them.
 * @param onMakeTag asks for the name of a tag.
 */
export function useWatchActions(
  id: string,
  lines: readonly WatchLine[],
  { value, order }: LineSelecting,
  onDone: () => void,
  onMakeTag: (line: AddressLine) => void,
): WatchGridActions {
  const moved = (): ReadonlySet<number> => indexesOf(value.keys, order);
  const ask = (refs: readonly TagRef[], mode?: 'dry'): void => {
    const unfit = writesAsked(refs, mode);
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
        if (!row || row.kind === 'section') return rows;
        const { note: _before, ...rest } = row;
        return replaced(rows, at, note === '' ? rest : { ...rest, note });
      }),
    editNote: (key) => noteBox(key)?.focus(),
    format: (format) => rowsChanged(id, (rows) => withFormat(rows, moved(), format)),
    makeTag: onMakeTag,
    title: (key, title) =>
      rowsChanged(id, (rows) => (title === '' ? rows : replaced(rows, order.indexOf(key), { kind: 'section', title }))),
    write: (tag) => ask([refOf(tag)]),
    writeFocused: () => focused?.kind === 'tag' && ask([focused.ref]),
    dryRun: () => focused?.kind === 'tag' && ask([focused.ref], 'dry'),
    restore: () => {
      if (focused?.kind !== 'tag' || !focused.tag || !previousPrepared(focused.tag)) return;
      ask([focused.ref]);
    },
    writeAll: () => ask(writableTags(lines).map(refOf)),
    clearPrepared: () => {
      for (const line of lines) if (line.kind === 'tag' && value.keys.has(line.key)) writePrepared(line.ref, undefined);
    },
  };
}

/** Where the value of a tag is typed, if its row is in sight. */
export const preparedBox = ({ device, tag }: TagRef): HTMLElement | null =>
  document.querySelector(`[data-prepared-for="${CSS.escape(`${device}/${tag}`)}"]`);

const noteBox = (key: string): HTMLInputElement | null =>
  document.querySelector<HTMLInputElement>(`[data-note-of="${CSS.escape(key)}"]`);
