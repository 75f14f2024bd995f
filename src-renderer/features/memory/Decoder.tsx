import { type KeyboardEvent, type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import type { ByteOrder } from '../../../src-shared/domain/data-type.ts';
import { formatCell, type MemoryNotation } from '../../../src-shared/domain/memory-notation.ts';
import { copyText } from '../../ui/copy-text.ts';
import type { CellBook } from './cell-book.ts';
import { type CellRun, runLength, runStart } from './cell-selection.ts';
import { decoderCell, decoderTypes, hasOrder, type Reading } from './decoder-rows.ts';
import { ExpectedValue } from './ExpectedValue.tsx';
import type { FoundValue } from './found-values.ts';
import './decoder.css';

export interface DecoderProps {
  readonly book: CellBook;
  readonly notation: MemoryNotation;
  readonly run: CellRun;
  readonly orders: readonly ByteOrder[];
  /** The reading that was chosen, for a tag. */
  readonly chosen: Reading | null;
  readonly onChoose: (reading: Reading) => void;
  readonly onFound: (found: FoundValue) => void;
  readonly children?: ReactNode;
}

/** The chosen cells as every type in every order, side by side, and what should be read there. */
export function Decoder(props: DecoderProps): ReactNode {
  const { book, notation, run, children } = props;
  const start = runStart(run);
  const length = runLength(run);
  const nouns = book.area.cell === 'register' ? 'registers' : book.area.cell === 'byte' ? 'bytes' : 'bits';
  const shown = length === 1 ? nouns.slice(0, -1) : nouns;
  return (
    <section className="decoder" aria-label="Decoder" tabIndex={0}>
      <h2>
        Decoder: <span className="mono">{formatCell(notation, start)}</span>, {length} {shown}
      </h2>
      <HexLine book={book} run={run} />
      {book.area.cell === 'bit' ? (
        <p className="quiet">A bit is what it is: there is nothing to decode.</p>
      ) : (
        <>
          <ExpectedValue {...props} />
          <DecoderTable {...props} />
        </>
      )}
      {children}
    </section>
  );
}

const HEX_SHOWN = 16;

function HexLine({ book, run }: Pick<DecoderProps, 'book' | 'run'>): ReactNode {
  const line = useRef<HTMLParagraphElement>(null);
  usePainted(book, () => {
    const cells = Math.min(runLength(run), HEX_SHOWN / book.cellBytes);
    const bytes = book.bytes(runStart(run), cells);
    const text = bytes
      ? [...bytes].map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ')
      : 'not read';
    if (line.current && line.current.textContent !== text) line.current.textContent = text;
  });
  return (
    <div className="decoder-hex">
      <span className="quiet">hex</span> <p ref={line} className="mono" />
    </div>
  );
}

function DecoderTable({ book, run, orders, chosen, onChoose }: DecoderProps): ReactNode {
  const id = useId();
  const table = useRef<HTMLDivElement>(null);
  const types = decoderTypes(book);
  const [at, setAt] = useState({ row: 0, column: 0 });
  const row = Math.min(at.row, types.length - 1);
  const column = Math.min(at.column, orders.length - 1);
  usePainted(book, () => {
    for (const element of table.current?.querySelectorAll<HTMLElement>('[data-order]') ?? []) {
      const reading = readingOf(element);
      const { text, state } = decoderCell(book, runStart(run), runLength(run), reading);
      if (element.textContent !== text) element.textContent = text;
      if (element.dataset['state'] !== state) element.dataset['state'] = state;
    }
  });
  const reading: Reading = { dataType: types[row]!, byteOrder: orders[column]! };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step && !event.altKey && !event.ctrlKey)
      setAt({
        row: Math.max(0, Math.min(types.length - 1, row + step[0])),
        column: Math.max(0, Math.min(orders.length - 1, column + step[1])),
      });
    else if (event.key === 'Enter' || event.key === ' ') {
      if (hasOrder(reading.dataType, reading.byteOrder)) onChoose(reading);
    } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'c')
      void copyText(decoderCell(book, runStart(run), runLength(run), reading).text);
    else return;
    event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: the cells of a table element have no focus of their own
    <div
      ref={table}
      role="grid"
      className="decoder-table"
      aria-label="All types and orders. Enter chooses one for a tag, Ctrl+C copies it."
      aria-activedescendant={`${id}-${row}-${column}`}
      tabIndex={0}
      style={{ gridTemplateColumns: `auto repeat(${orders.length}, minmax(72px, 1fr))` }}
      onKeyDown={onKeyDown}
    >
      <div role="row">
        <span role="columnheader">Type</span>
        {orders.map((order) => (
          <span key={order} role="columnheader">
            {order}
          </span>
        ))}
      </div>
      {types.map((type, rowAt) => (
        <div key={type} role="row">
          <span role="rowheader">{NAMES[type] ?? type.toUpperCase()}</span>
          {orders.map((order, columnAt) => {
            const isFocused = rowAt === row && columnAt === column;
            const own = { id: `${id}-${rowAt}-${columnAt}`, 'data-focused': isFocused || undefined };
            if (!hasOrder(type, order))
              return (
                <span key={order} {...own} role="gridcell" aria-label="the same">
                  —
                </span>
              );
            const isChosen = chosen?.dataType === type && chosen.byteOrder === order;
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the grid, which has the focus
              <span
                key={order}
                {...own}
                role="gridcell"
                aria-selected={isChosen}
                data-type={type}
                data-order={order}
                onClick={() => {
                  setAt({ row: rowAt, column: columnAt });
                  onChoose({ dataType: type, byteOrder: order });
                }}
              />
            );
          })}
        </div>
      ))}
    </div>
  );
}

const NAMES: Readonly<Record<string, string>> = { string: 'ASCII' };
const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

const readingOf = ({ dataset }: HTMLElement): Reading =>
  ({ dataType: dataset['type'], byteOrder: dataset['order'] }) as Reading;

/** Paints after every drawing and with every look: values are written beside React. */
function usePainted(book: CellBook, paint: () => void): void {
  const last = useRef(paint);
  useLayoutEffect(() => {
    last.current = paint;
    paint();
  });
  useEffect(() => book.onChange(() => last.current()), [book]);
}
