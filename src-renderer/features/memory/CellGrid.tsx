import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { formatCell } from '../../../src-shared/domain/memory-notation.ts';
import { useRowPx } from '../../state/preferences.ts';
import { type CellRun, runAfterKey } from './cell-selection.ts';
import { cellWidth, columnsFor } from './cell-text.ts';
import { bitsOf, type CellLooks, paintCells } from './paint-cells.ts';
import './cell-grid.css';

interface CellGridProps extends CellLooks {
  readonly label: string;
  /** The window: [from, end). */
  readonly from: number;
  readonly end: number;
  readonly changingOnly: boolean;
  readonly onRun: (run: CellRun) => void;
}

const HEAD_PX = 24;
const ADDRESS_PX = 84;

/** Cells by address, a row of them a line. React draws the places; what stands in them is written beside it. */
export function CellGrid(props: CellGridProps): ReactNode {
  const { label, book, notation, format, from, end, run, changingOnly, onRun } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const rowPx = useRowPx();
  const cellPx = Math.max(36, 14 + cellWidth(bitsOf(book), format) * 8);
  const columns = useColumns(scroller, cellPx, format);
  const looks = useLooks(props);
  const all = Math.ceil((end - from) / columns);
  const rows = changingOnly ? changingRows(props, columns, all) : undefined;
  const virtualizer = useVirtualizer({
    count: rows?.length ?? all,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 4,
    scrollPaddingStart: HEAD_PX,
  });
  useEffect(() => virtualizer.measure(), [virtualizer, rowPx, columns]);
  const paint = useRef(() => {});
  useLayoutEffect(() => {
    paint.current = () => scroller.current && paintCells(scroller.current, props);
    paint.current();
  });
  useEffect(() => book.onChange(() => paint.current()), [book]);
  const rowOf = (cell: number): number => Math.floor((cell - from) / columns);
  const move = (next: CellRun): void => {
    onRun(next);
    const row = rowOf(next.focus);
    virtualizer.scrollToIndex(rows ? Math.max(0, rows.indexOf(row)) : row);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.metaKey) return;
    const pageRows = Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - HEAD_PX) / rowPx) - 1);
    const next = runAfterKey(run, event, { from, end, columns, pageRows });
    if (!next) return;
    event.preventDefault();
    move(next);
  };
  const onPointerDown = (event: PointerEvent): void => {
    const cell = cellUnder(event);
    if (cell === undefined || event.button !== 0) return;
    onRun({ anchor: event.shiftKey ? run.anchor : cell, focus: cell });
  };
  const onPointerMove = (event: PointerEvent): void => {
    const cell = event.buttons === 1 ? cellUnder(event) : undefined;
    if (cell !== undefined && cell !== run.focus) onRun({ anchor: run.anchor, focus: cell });
  };
  const tracks = { gridTemplateColumns: `${ADDRESS_PX}px repeat(${columns}, ${cellPx}px)` };
  const heads = Array.from({ length: columns }, (_, at) => at);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element cannot be virtual
    <div
      ref={scroller}
      className="cell-grid"
      role="grid"
      aria-label={label}
      aria-rowcount={all + 1}
      aria-colcount={columns + 1}
      aria-multiselectable
      aria-activedescendant={`${id}-${run.focus}`}
      tabIndex={0}
      data-looks={looks}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
    >
      <div className="cell-row cell-head" role="row" style={tracks}>
        <span role="columnheader">Address</span>
        {heads.map((at) => (
          <span key={at} role="columnheader">
            {notation.radix === 16 ? `+${at.toString(16).toUpperCase()}` : `+${at}`}
          </span>
        ))}
      </div>
      <div role="rowgroup" className="cell-body" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const row = rows?.[item.index] ?? item.index;
          const first = from + row * columns;
          return (
            <div
              key={first}
              className="cell-row"
              role="row"
              aria-rowindex={row + 2}
              style={{ ...tracks, height: item.size, transform: `translateY(${item.start}px)` }}
            >
              <span role="rowheader" className="cell-address">
                {formatCell(notation, first)}
              </span>
              {heads
                .filter((at) => first + at < end)
                .map((at) => (
                  <span key={at} id={`${id}-${first + at}`} role="gridcell" data-cell={first + at} />
                ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** Drawn anew once a second where rows come and go with the changes. */
function useLooks({ book, changingOnly }: CellGridProps): number {
  const [looks, setLooks] = useState(0);
  useEffect(() => {
    if (!changingOnly) return undefined;
    const timer = setInterval(() => setLooks(book.looks), 1_000);
    return () => clearInterval(timer);
  }, [book, changingOnly]);
  return looks;
}

function changingRows({ book, from, end }: CellGridProps, columns: number, rows: number): readonly number[] {
  const changes = (row: number): boolean => {
    const first = from + row * columns;
    for (let cell = first; cell < Math.min(end, first + columns); cell++) if (book.changes(cell) > 0) return true;
    return false;
  };
  return Array.from({ length: rows }, (_, row) => row).filter(changes);
}

function useColumns(
  scroller: { readonly current: HTMLDivElement | null },
  cellPx: number,
  format: CellLooks['format'],
): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = scroller.current!;
    const measure = (): void => setWidth(element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);
  return columnsFor(width - ADDRESS_PX - 16, cellPx, format);
}

function cellUnder({ target }: PointerEvent): number | undefined {
  const element = target instanceof Element ? target.closest<HTMLElement>('[data-cell]') : null;
  return element ? Number(element.dataset['cell']) : undefined;
}
