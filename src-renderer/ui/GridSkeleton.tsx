import type { ReactNode } from 'react';
import type { Column } from './grid-column.ts';
import { tracks } from './grid-tracks.ts';
import './data-grid.css';
import './waiting.css';

interface GridSkeletonProps<R> {
  readonly columns: readonly Column<R>[];
  /** A toolbar will stand above the table. */
  readonly toolbar?: 'shown' | 'none';
}

const ROWS = [0, 1, 2, 3, 4, 5, 6, 7];

/** The outline of a DataGrid that is on its way, with the widths that its columns will have. */
export function GridSkeleton<R>({ columns, toolbar = 'shown' }: GridSkeletonProps<R>): ReactNode {
  return (
    <>
      {toolbar === 'shown' ? <div className="toolbar" /> : null}
      <div className="grid-skeleton" style={tracks(columns)}>
        <div className="data-grid-header">
          <Line columns={columns} cell={(column) => column.title} />
        </div>
        {ROWS.map((row) => (
          <Line key={row} columns={columns} cell={() => <i />} />
        ))}
      </div>
    </>
  );
}

interface LineProps<R> extends Pick<GridSkeletonProps<R>, 'columns'> {
  readonly cell: (column: Column<R>) => ReactNode;
}

function Line<R>({ columns, cell }: LineProps<R>): ReactNode {
  return (
    <div className="data-grid-line">
      {columns.map((column) => (
        <div key={column.id} className="data-grid-cell" data-align={column.align}>
          {cell(column)}
        </div>
      ))}
    </div>
  );
}
