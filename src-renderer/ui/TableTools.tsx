import type { ReactNode } from 'react';
import { layoutChanged } from '../state/grid-views.ts';
import { ColumnChooser } from './ColumnChooser.tsx';
import type { GridView } from './grid-view.ts';
import { laidOut } from './laid-columns.ts';
import { ViewChooser } from './ViewChooser.tsx';

interface TableToolsProps {
  readonly view: GridView;
  /** What is typed in the filter of the table. */
  readonly filter: string;
  readonly onFilter: (text: string) => void;
}

/** Which columns a table shows, and its saved views. */
export function TableTools({ view, filter, onFilter }: TableToolsProps): ReactNode {
  const { id, columns, layout } = view;
  const shown = laidOut(columns, layout).map((column) => column.id);
  return (
    <>
      <ViewChooser id={id} filter={filter} onFilter={onFilter} />
      <ColumnChooser
        // Which row is which, and how it stands, is always shown.
        columns={columns.filter(({ use }) => use !== 'always')}
        shown={shown}
        face="icon"
        onChange={(next) => layoutChanged(id, { shown: [...next] })}
        onReset={() => layoutChanged(id, { shown: undefined, order: [], widths: {}, pins: {} })}
      />
    </>
  );
}
