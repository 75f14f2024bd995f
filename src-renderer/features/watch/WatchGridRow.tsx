import { GripVertical, PencilLine } from 'lucide-react';
import type { DragEvent, MouseEvent, ReactNode } from 'react';
import type { TagView } from '../../../src-shared/contract/devices.ts';
import { preparedKey, usePreparedWrites } from '../../state/prepared-writes.ts';
import { WriteNote } from '../writes/WriteNote.tsx';
import { NoteCell } from './NoteCell.tsx';
import { useOnce } from './once.ts';
import type { RowStatistics } from './row-statistics.ts';
import { ValueCells } from './ValueCells.tsx';
import type { WatchColumn } from './watch-columns.ts';
import type { WatchLine } from './watch-lines.ts';

export interface WatchRowEvents {
  readonly onPick: (key: string, event: MouseEvent) => void;
  readonly onFocused: (key: string) => void;
  readonly onDragStart: (key: string, event: DragEvent) => void;
  readonly onMenu: (key: string, at: { readonly x: number; readonly y: number }) => void;
  /** The keys go back to the table. */
  readonly onLeave: () => void;
  readonly onWrite: (tag: TagView) => void;
  readonly onNote: (key: string, note: string) => void;
  readonly onTitle: (key: string, title: string) => void;
}

export interface WatchGridRowProps extends WatchRowEvents {
  readonly id: string;
  readonly table: string;
  readonly columns: readonly WatchColumn[];
  readonly rows: RowStatistics;
  readonly line: WatchLine;
  readonly index: number;
  readonly topPx: number;
  readonly heightPx: number;
  readonly isSelected: boolean;
  readonly isFocused: boolean;
  /** Dragged rows would land before or behind this one. */
  readonly drop: 'before' | 'behind' | undefined;
}

/** One row of a watch table, placed where the virtualizer says. */
export function WatchGridRow(props: WatchGridRowProps): ReactNode {
  const { line } = props;
  return (
    <div
      id={props.id}
      className="watch-row"
      role="row"
      aria-rowindex={props.index + 2}
      aria-selected={props.isSelected}
      data-index={props.index}
      data-focused={props.isFocused || undefined}
      data-drop={props.drop}
      style={{ transform: `translateY(${props.topPx}px)`, height: props.heightPx }}
      onClick={(event) => props.onPick(line.key, event)}
      onContextMenu={(event) => {
        // A box has the menu of the browser: its text is copied there.
        if (event.target instanceof HTMLInputElement) return;
        event.preventDefault();
        props.onMenu(line.key, { x: event.clientX, y: event.clientY });
      }}
      // A box that gets the focus by a key takes the selection with it, as one that is clicked does.
      onFocus={() => props.onFocused(line.key)}
    >
      <div className="watch-line" role="presentation" data-kind={line.kind}>
        <div className="watch-cell watch-gutter" role="gridcell" aria-colindex={1}>
          <Grip {...props} />
        </div>
        {line.kind === 'section' ? (
          <SectionCells {...props} title={line.title} />
        ) : (
          <ValueCells {...props} line={line} />
        )}
      </div>
      {line.kind === 'section' ? null : (
        <div className="watch-note-line" role="gridcell">
          {line.kind === 'tag' && line.tag ? <WriteNote tag={line.tag} /> : null}
          <OnceNote table={props.table} row={line.key} />
        </div>
      )}
    </div>
  );
}

/** Why a row had no value when the whole table was read. */
function OnceNote({ table, row }: { readonly table: string; readonly row: string }): ReactNode {
  const fault = useOnce(({ byTable }) => byTable[table]?.faults.get(row));
  return fault === undefined ? null : <span className="watch-once-fault">Not read once: {fault}</span>;
}

/** Where a row is taken by the pointer; the keys are Alt+Up and Alt+Down. */
function Grip({ line, onDragStart }: WatchGridRowProps): ReactNode {
  const isPrepared = usePreparedWrites(
    ({ prepared }) => line.kind === 'tag' && prepared[preparedKey(line.ref)] !== undefined,
  );
  return (
    <span
      className="watch-grip"
      draggable
      title="Drag to move, or Alt+Up and Alt+Down"
      data-testid={`grip ${line.key}`}
      onDragStart={(event) => onDragStart(line.key, event)}
    >
      {isPrepared ? <PencilLine size={14} aria-label="Prepared" /> : <GripVertical size={14} aria-hidden />}
    </span>
  );
}

function SectionCells({ line, title, onTitle, onLeave }: WatchGridRowProps & { readonly title: string }): ReactNode {
  return (
    <div className="watch-cell watch-section" role="gridcell" aria-colindex={2}>
      <NoteCell
        label="Title of the section"
        noteOf={line.key}
        text={title}
        most={128}
        onChange={(next) => onTitle(line.key, next)}
        onLeave={onLeave}
      />
    </div>
  );
}
