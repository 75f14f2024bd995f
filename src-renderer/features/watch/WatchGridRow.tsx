import { GripVertical, PencilLine } from 'lucide-react';
import type { DragEvent, MouseEvent, ReactNode } from 'react';
import type { TagView } from '../../../src-shared/contract/devices.ts';
import { preparedKey, usePreparedWrites } from '../../state/prepared-writes.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { LiveAge, LiveQuality, LiveValue } from '../tags/LiveCells.tsx';
import { PreparedCell } from '../writes/PreparedCell.tsx';
import { ResultCell } from '../writes/ResultCell.tsx';
import { WriteNote } from '../writes/WriteNote.tsx';
import { LiveTime } from './LiveTime.tsx';
import { NoteCell } from './NoteCell.tsx';
import type { TagLine, WatchLine } from './watch-lines.ts';

export interface WatchRowEvents {
  readonly onPick: (key: string, event: MouseEvent) => void;
  readonly onFocused: (key: string) => void;
  readonly onDragStart: (key: string, event: DragEvent) => void;
  /** The keys go back to the table. */
  readonly onLeave: () => void;
  readonly onWrite: (tag: TagView) => void;
  readonly onNote: (key: string, note: string) => void;
  readonly onTitle: (key: string, title: string) => void;
}

interface WatchGridRowProps extends WatchRowEvents {
  readonly id: string;
  readonly line: WatchLine;
  readonly index: number;
  readonly topPx: number;
  readonly heightPx: number;
  readonly isSelected: boolean;
  readonly isFocused: boolean;
  readonly mayWrite: boolean;
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
      // A box that gets the focus by a key takes the selection with it, as one that is clicked does.
      onFocus={() => props.onFocused(line.key)}
    >
      <div className="watch-line" role="presentation" data-kind={line.kind}>
        <div className="watch-cell watch-gutter" role="gridcell" aria-colindex={1}>
          <Grip {...props} />
        </div>
        {line.kind === 'section' ? <SectionCells {...props} title={line.title} /> : <TagCells {...props} line={line} />}
      </div>
      {line.kind === 'tag' && line.tag ? (
        <div className="watch-note-line" role="gridcell">
          <WriteNote tag={line.tag} />
        </div>
      ) : null}
    </div>
  );
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
        text={title}
        most={128}
        onChange={(next) => onTitle(line.key, next)}
        onLeave={onLeave}
      />
    </div>
  );
}

function TagCells(props: WatchGridRowProps & { readonly line: TagLine }): ReactNode {
  const { line, mayWrite } = props;
  const { tag } = line;
  const isWritable = mayWrite && tag?.access === 'read_write';
  return (
    <>
      <Cell at={2}>
        <span className="text" title={tag ? `${tag.name}, ${line.ref.device} ${tag.address}` : undefined}>
          {tag?.name ?? `${line.ref.device}/${line.ref.tag}`}
        </span>
      </Cell>
      {tag ? (
        <>
          <Cell at={3} align="right">
            <LiveValue tag={tag} unit="shown" />
          </Cell>
          <Cell at={4}>
            <LiveQuality tag={tag} />
          </Cell>
          <Cell at={5} align="right">
            <LiveTime tag={tag} />
          </Cell>
          <Cell at={6} align="right">
            <LiveAge tag={tag} />
          </Cell>
        </>
      ) : (
        <div className="watch-cell watch-missing" role="gridcell" aria-colindex={3}>
          {line.isRead ? <Glyph name="bad" /> : null}
          {line.isRead ? 'There is no such tag. Remove the row, or bring the tag back.' : 'Reading the tags…'}
        </div>
      )}
      {mayWrite && tag ? (
        <>
          <Cell at={7}>{isWritable ? <PreparedCell tag={tag} onLeave={props.onLeave} /> : null}</Cell>
          <Cell at={8}>{isWritable ? <WriteButton tag={tag} onWrite={props.onWrite} /> : null}</Cell>
          <Cell at={9}>
            <ResultCell tag={tag} />
          </Cell>
        </>
      ) : null}
      {tag ? (
        <Cell at={mayWrite ? 10 : 7}>
          <NoteCell
            label={`Note on ${tag.name}`}
            text={line.note}
            most={512}
            onChange={(note) => props.onNote(line.key, note)}
            onLeave={props.onLeave}
          />
        </Cell>
      ) : null}
    </>
  );
}

interface WriteButtonProps {
  readonly tag: TagView;
  readonly onWrite: (tag: TagView) => void;
}

function WriteButton({ tag, onWrite }: WriteButtonProps): ReactNode {
  const isReady = usePreparedWrites(
    ({ prepared }) => prepared[preparedKey({ device: tag.device, tag: tag.id })] !== undefined,
  );
  return (
    <button
      type="button"
      className="watch-write"
      tabIndex={-1}
      aria-label={`Write ${tag.name}`}
      title="Ctrl+Enter"
      disabled={!isReady}
      onClick={() => onWrite(tag)}
    >
      W
    </button>
  );
}

interface CellProps {
  readonly at: number;
  readonly align?: 'right';
  readonly children: ReactNode;
}

const Cell = ({ at, align, children }: CellProps): ReactNode => (
  <div className="watch-cell" role="gridcell" aria-colindex={at} data-align={align}>
    {children}
  </div>
);
