import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useId, useMemo, useRef } from 'react';
import { scrollRemembered, useLayout } from '../../state/layout.ts';
import { useRowPx } from '../../state/preferences.ts';
import { usePreparedWrites } from '../../state/prepared-writes.ts';
import { useLineDrag } from './use-line-drag.ts';
import { useLineKeys } from './use-line-keys.ts';
import { useLineSelection } from './use-line-selection.ts';
import { useWatchActions, type WatchGridActions } from './use-watch-actions.ts';
import { WatchGridRow } from './WatchGridRow.tsx';
import type { WatchLine } from './watch-lines.ts';
import './watch.css';

interface WatchGridProps {
  readonly id: string;
  readonly label: string;
  readonly lines: readonly WatchLine[];
  readonly mayWrite: boolean;
}

const HEADER_PX = 28;
const NOTE_PX = 24;

const COLUMNS = ['', 'Tag', 'Value', 'Quality', 'Source time', 'Age', 'Prepared', 'Write', 'Result', 'Note'] as const;
const WRITING: ReadonlySet<string> = new Set(['Prepared', 'Write', 'Result']);

/** The rows of a watch table: one tab stop, arrows inside, only the rows in sight are in the document. */
export function WatchGrid({ id, label, lines, mayWrite }: WatchGridProps): ReactNode {
  const scroller = useRef<HTMLDivElement>(null);
  const domId = useId();
  const path = `watch/${id}`;
  const hasNote = useNotes(lines);
  const rowPx = useRowPx();
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (hasNote(index) ? rowPx + NOTE_PX : rowPx),
    getItemKey: (index) => lines[index]!.key,
    overscan: 6,
    scrollPaddingEnd: HEADER_PX,
    initialOffset: useLayout.getState().scrollPx[path] ?? 0,
  });
  // Heights are kept by the virtualizer until it is told that a line beneath a row came or went.
  useEffect(() => virtualizer.measure(), [virtualizer, hasNote, rowPx]);
  const selection = useLineSelection(lines);
  const focusGrid = (): void => scroller.current?.focus();
  const actions: WatchGridActions = useWatchActions(id, lines, selection, focusGrid);
  const onKeyDown = useLineKeys({ lines, selection, actions, grid: scroller, reveal: virtualizer.scrollToIndex });
  const drag = useLineDrag(lines, selection, actions);
  const focusAt = lines.findIndex(({ key }) => key === selection.value.focus);
  const items = virtualizer.getVirtualItems();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element cannot be virtual
    <div
      ref={scroller}
      className="watch-grid"
      role="grid"
      aria-label={label}
      aria-rowcount={lines.length + 1}
      aria-colcount={mayWrite ? COLUMNS.length : COLUMNS.length - WRITING.size}
      aria-multiselectable
      aria-activedescendant={items.some(({ index }) => index === focusAt) ? `${domId}-${focusAt}` : undefined}
      tabIndex={0}
      data-writing={mayWrite || undefined}
      onKeyDown={onKeyDown}
      onScrollEnd={(event) => scrollRemembered(path, event.currentTarget.scrollTop)}
      {...drag.onGrid}
    >
      <Header mayWrite={mayWrite} />
      <div className="watch-body" role="rowgroup" style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => (
          <WatchGridRow
            key={item.key}
            id={`${domId}-${item.index}`}
            line={lines[item.index]!}
            index={item.index}
            topPx={item.start}
            heightPx={item.size}
            isSelected={selection.value.keys.has(lines[item.index]!.key)}
            isFocused={item.index === focusAt}
            mayWrite={mayWrite}
            drop={drag.markOf(item.index)}
            onPick={selection.picked}
            onFocused={selection.focused}
            onDragStart={drag.onDragStart}
            onLeave={focusGrid}
            onWrite={actions.write}
            onNote={actions.note}
            onTitle={actions.title}
          />
        ))}
      </div>
    </div>
  );
}

function Header({ mayWrite }: { readonly mayWrite: boolean }): ReactNode {
  return (
    <div className="watch-header" role="rowgroup">
      <div className="watch-line" role="row" aria-rowindex={1}>
        {COLUMNS.filter((title) => mayWrite || !WRITING.has(title)).map((title, at) => (
          <div key={title} className="watch-cell" role="columnheader" aria-colindex={at + 1}>
            {title === '' ? <span className="visually-hidden">Move</span> : title}
          </div>
        ))}
      </div>
    </div>
  );
}

/** Which rows have a line beneath; the same function as long as the answer is the same. */
function useNotes(lines: readonly WatchLine[]): (index: number) => boolean {
  const { prepared, states } = usePreparedWrites();
  const noted = lines
    .map((line) => {
      if (line.kind === 'section' || !line.tag) return '0';
      const key = `${line.ref.device}/${line.ref.tag}`;
      const state = states[key];
      const isWell =
        !state || state.kind === 'running' || (state.kind === 'ended' && state.receipt.status === 'DONE_VERIFIED');
      return prepared[key]?.fault || !isWell ? '1' : '0';
    })
    .join('');
  return useMemo(() => (index) => noted[index] === '1', [noted]);
}
