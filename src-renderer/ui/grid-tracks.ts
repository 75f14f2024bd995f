import type { CSSProperties } from 'react';
import type { Column } from './grid-column.ts';

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
