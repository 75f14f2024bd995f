import type { CSSProperties, ReactNode } from 'react';
import type { Column } from './grid-column.ts';

export function GridHeader<R>({ columns }: { readonly columns: readonly Column<R>[] }): ReactNode {
  return (
    <div className="data-grid-header" role="rowgroup">
      <div className="data-grid-line" role="row" aria-rowindex={1}>
        {columns.map((column, at) => (
          <div
            key={column.id}
            className="data-grid-cell"
            data-align={column.align}
            data-sticky={column.sticky}
            role="columnheader"
            aria-colindex={at + 1}
          >
            {column.heading === 'hidden' ? <span className="visually-hidden">{column.title}</span> : column.title}
          </div>
        ))}
      </div>
    </div>
  );
}

const PADDING_PX = 20;

/** Column tracks for header and rows alike, so that they align whatever they hold. @param paddingPx of a row, both sides. */
export function tracks<R>(columns: readonly Column<R>[], paddingPx = PADDING_PX): CSSProperties {
  const track = ({ widthPx, grow }: Column<R>): string => (grow ? `minmax(${widthPx}px, 1fr)` : `${widthPx}px`);
  const leastPx = columns.reduce((sum, column) => sum + column.widthPx, paddingPx);
  const stickyPx = columns.reduce((sum, column) => sum + (column.sticky ? column.widthPx : 0), 0);
  return {
    '--columns': columns.map(track).join(' '),
    '--least': `${leastPx}px`,
    '--sticky': `${stickyPx}px`,
  } as CSSProperties;
}
