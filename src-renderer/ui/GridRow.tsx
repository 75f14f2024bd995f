import { memo, type ReactNode } from 'react';
import { CellEditor, type EditEnd, type EditStart } from './CellEditor.tsx';
import type { Column } from './grid-column.ts';

interface GridRowProps<R> {
  readonly id: string;
  readonly row: R;
  readonly columns: readonly Column<R>[];
  readonly detail: ReactNode;
  /** A card with what there is to know of the row. */
  readonly peek: ReactNode;
  readonly index: number;
  readonly topPx: number;
  readonly heightPx: number;
  readonly isSelected: boolean;
  readonly isFocused: boolean;
  /** Where cells have the focus: the one that has it, or -1. */
  readonly focusedColumn: number;
  /** The selected cells of this row; from -1: none. */
  readonly from: number;
  readonly to: number;
  /** The last of the selected cells is one of its own. */
  readonly isCorner: boolean;
  /** What the cell with the focus is edited from; null: it is not. */
  readonly edit: EditStart | null;
  readonly onEditEnd: (end: EditEnd) => void;
}

/** One row of a DataGrid, placed where the virtualizer says. Drawn anew only when something of its own changed. */
export const GridRow = memo(Row) as typeof Row;

function Row<R>(props: GridRowProps<R>): ReactNode {
  const { columns, detail, index } = props;
  return (
    <div
      id={props.id}
      className="data-grid-row"
      role="row"
      aria-rowindex={index + 2}
      aria-selected={props.isSelected}
      data-focused={props.isFocused || undefined}
      data-editing={props.edit !== null || undefined}
      style={{ top: props.topPx, height: props.heightPx }}
    >
      <div className="data-grid-line" role="presentation">
        {columns.map((column, at) => (
          <Cell key={column.id} column={column} at={at} row={props} />
        ))}
      </div>
      {detail ? (
        <div className="data-grid-detail" role="gridcell">
          {detail}
        </div>
      ) : null}
      {props.peek ? (
        <div className="grid-peek" role="gridcell" aria-label="Details">
          {props.peek}
        </div>
      ) : null}
    </div>
  );
}

interface CellProps<R> {
  readonly column: Column<R>;
  readonly at: number;
  readonly row: GridRowProps<R>;
}

function Cell<R>({ column, at, row: props }: CellProps<R>): ReactNode {
  const { row, focusedColumn } = props;
  const isFocused = at === focusedColumn;
  const editor = isFocused && props.edit ? column.editor?.(row) : undefined;
  const mark = column.mark?.(row);
  return (
    <div
      id={`${props.id}-${at}`}
      className="data-grid-cell"
      data-align={column.align}
      data-sticky={column.sticky}
      data-column={column.id}
      data-focused={isFocused || undefined}
      data-selected={(props.from >= 0 && at >= props.from && at <= props.to) || undefined}
      data-corner={(props.isCorner && at === props.to) || undefined}
      data-ghost={mark?.ghost}
      data-editing={editor !== undefined || undefined}
      data-pending={mark?.pending || undefined}
      data-fault={mark?.fault ?? undefined}
      role="gridcell"
      aria-colindex={at + 1}
      aria-invalid={mark?.fault === 'error' || undefined}
    >
      {editor && props.edit ? (
        <CellEditor label={column.title} editor={editor} start={props.edit} onEnd={props.onEditEnd} />
      ) : (
        column.cell(row)
      )}
    </div>
  );
}
