import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import { scrollRemembered, useLayout } from '../../state/layout.ts';
import { useRowPx } from '../../state/preferences.ts';
import { preparedKey, usePreparedWrites, type WriteState } from '../../state/prepared-writes.ts';
import { Menu } from '../../ui/Menu.tsx';
import { pickLine } from './line-selection.ts';
import { MakeTagDialog } from './MakeTagDialog.tsx';
import { useOnce } from './once.ts';
import { rowMenu } from './row-menu.ts';
import { useLineDrag } from './use-line-drag.ts';
import { useLineKeys } from './use-line-keys.ts';
import { useLineSelection } from './use-line-selection.ts';
import { useRowStatistics } from './use-row-statistics.ts';
import { useWatchActions, type WatchGridActions } from './use-watch-actions.ts';
import { WatchGridRow } from './WatchGridRow.tsx';
import { shownColumns, useWatchColumns, type WatchColumn } from './watch-columns.ts';
import type { AddressLine, WatchLine } from './watch-lines.ts';
import './watch.css';

interface WatchGridProps {
  readonly id: string;
  readonly label: string;
  readonly lines: readonly WatchLine[];
  readonly mayWrite: boolean;
}

const HEADER_PX = 28;
const NOTE_PX = 24;

/** The rows of a watch table: one tab stop, arrows inside, only the rows in sight are in the document. */
export function WatchGrid({ id, label, lines, mayWrite }: WatchGridProps): ReactNode {
  const scroller = useRef<HTMLDivElement>(null);
  const domId = useId();
  const path = `watch/${id}`;
  const hasNote = useNotes(id, lines);
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
  const [menu, setMenu] = useState<{ readonly key: string; readonly x: number; readonly y: number }>();
  const [made, setMade] = useState<AddressLine>();
  const actions: WatchGridActions = useWatchActions(id, lines, selection, focusGrid, setMade);
  const openMenu = (key: string, at: { readonly x: number; readonly y: number }): void => {
    if (!selection.value.keys.has(key)) selection.take(pickLine(selection.value, selection.order, key, 'only'));
    setMenu({ key, ...at });
  };
  const menuByKey = (): void => {
    const { focus } = selection.value;
    const box = document.querySelector('.watch-grid [data-focused]')?.getBoundingClientRect();
    if (focus !== undefined && box) setMenu({ key: focus, x: box.left + 32, y: box.bottom });
  };
  const reveal = virtualizer.scrollToIndex;
  const onKeyDown = useLineKeys({ lines, selection, actions, grid: scroller, reveal, menu: menuByKey });
  const rows = useRowStatistics(id, lines);
  const chosen = useWatchColumns((state) => state.chosen);
  const columns = useMemo(() => shownColumns(chosen, mayWrite), [chosen, mayWrite]);
  const drag = useLineDrag(lines, selection, actions);
  const focusAt = lines.findIndex(({ key }) => key === selection.value.focus);
  const items = virtualizer.getVirtualItems();
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a table element cannot be virtual */}
      <div
        ref={scroller}
        className="watch-grid"
        role="grid"
        aria-label={label}
        aria-rowcount={lines.length + 1}
        aria-colcount={columns.length}
        aria-multiselectable
        aria-activedescendant={items.some(({ index }) => index === focusAt) ? `${domId}-${focusAt}` : undefined}
        tabIndex={0}
        style={gridOf(columns)}
        onKeyDown={onKeyDown}
        onScrollEnd={(event) => scrollRemembered(path, event.currentTarget.scrollTop)}
        {...drag.onGrid}
      >
        <Header columns={columns} />
        <div className="watch-body" role="rowgroup" style={{ height: virtualizer.getTotalSize() }}>
          {items.map((item) => (
            <WatchGridRow
              key={item.key}
              id={`${domId}-${item.index}`}
              table={id}
              columns={columns}
              rows={rows}
              line={lines[item.index]!}
              index={item.index}
              topPx={item.start}
              heightPx={item.size}
              isSelected={selection.value.keys.has(lines[item.index]!.key)}
              isFocused={item.index === focusAt}
              drop={drag.markOf(item.index)}
              onPick={selection.picked}
              onFocused={selection.focused}
              onDragStart={drag.onDragStart}
              onMenu={openMenu}
              onLeave={focusGrid}
              onWrite={actions.write}
              onNote={actions.note}
              onTitle={actions.title}
            />
          ))}
        </div>
      </div>
      {menu ? (
        <Menu
          label="Row"
          items={rowMenu(
            lines.find(({ key }) => key === menu.key),
            actions,
            mayWrite,
          )}
          at={menu}
          onClose={() => setMenu(undefined)}
        />
      ) : null}
      {made ? <MakeTagDialog table={id} line={made} onClose={() => setMade(undefined)} /> : null}
    </>
  );
}

/** The tracks of all rows; custom properties, so that a column that comes or goes touches no row. */
const gridOf = (columns: readonly WatchColumn[]): CSSProperties =>
  ({
    '--columns': columns.map(({ width }) => width).join(' '),
    '--least': `${columns.reduce((sum, { leastPx }) => sum + leastPx, 12)}px`,
  }) as CSSProperties;

function Header({ columns }: { readonly columns: readonly WatchColumn[] }): ReactNode {
  return (
    <div className="watch-header" role="rowgroup">
      <div className="watch-line" role="row" aria-rowindex={1}>
        {columns.map(({ id, title, align, hint }, at) => (
          <div
            key={id}
            className="watch-cell"
            role="columnheader"
            aria-colindex={at + 1}
            data-align={align}
            title={hint}
          >
            {title === '' ? <span className="visually-hidden">Move</span> : title}
          </div>
        ))}
      </div>
    </div>
  );
}

const isWellEnded = (state: WriteState): boolean =>
  (state.kind === 'ended' && state.receipt.status === 'DONE_VERIFIED') ||
  (state.kind === 'pulsed' && state.on.success && state.off?.status === 'DONE_VERIFIED');

/** Which rows have a line beneath; the same function as long as the answer is the same. */
function useNotes(table: string, lines: readonly WatchLine[]): (index: number) => boolean {
  const { prepared, states } = usePreparedWrites();
  const faults = useOnce(({ byTable }) => byTable[table]?.faults);
  const noted = lines
    .map((line) => {
      if (faults?.has(line.key)) return '1';
      if (line.kind !== 'tag' || !line.tag) return '0';
      const key = preparedKey(line.ref);
      const state = states[key];
      const isWell = !state || state.kind === 'running' || isWellEnded(state);
      return prepared[key]?.fault || !isWell ? '1' : '0';
    })
    .join('');
  return useMemo(() => (index) => noted[index] === '1', [noted]);
}
