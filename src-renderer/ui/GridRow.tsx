import type { MouseEvent, ReactNode } from 'react';
import type { Column } from './DataGrid.tsx';
import type { RowPick } from './row-selection.ts';

interface GridRowProps<R> {
  readonly id: string;
  readonly row: R;
  readonly columns: readonly Column<R>[];
  readonly detail: ReactNode;
  readonly index: number;
  readonly topPx: number;
  readonly heightPx: number;
  readonly isSelected: boolean;
  readonly isFocused: boolean;
  readonly onPick: (row: number, pick: RowPick) => void;
  readonly onActivate: ((row: R) => void) | undefined;
}

/** One row of a DataGrid, placed where the virtualizer says. */
export function GridRow<R>(props: GridRowProps<R>): ReactNode {
  const { row, columns, detail, index } = props;
  const pick = (event: MouseEvent): void =>
    props.onPick(index, event.shiftKey ? 'extend' : event.ctrlKey || event.metaKey ? 'toggle' : 'only');
  return (
    <div
      id={props.id}
      className="data-grid-row"
      role="row"
      aria-rowindex={index + 2}
      aria-selected={props.isSelected}
      data-focused={props.isFocused || undefined}
      style={{ transform: `translateY(${props.topPx}px)`, height: props.heightPx }}
      onClick={pick}
      onDoubleClick={() => props.onActivate?.(row)}
    >
      <div className="data-grid-line" role="presentation">
        {columns.map((column, at) => (
          <div
            key={column.id}
            className="data-grid-cell"
            data-align={column.align}
            role="gridcell"
            aria-colindex={at + 1}
          >
            {column.cell(row)}
          </div>
        ))}
      </div>
      {detail ? (
        <div className="data-grid-detail" role="gridcell">
          {detail}
        </div>
      ) : null}
    </div>
  );
}
