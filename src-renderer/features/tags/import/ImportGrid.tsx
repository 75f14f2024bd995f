import { type ReactNode, useMemo } from 'react';
import { DataGrid } from '../../../ui/DataGrid.tsx';
import type { GridIntent } from '../../../ui/grid-column.ts';
import { readTsv } from '../../../ui/tsv.ts';
import { columnOf, importColumns } from './import-columns.tsx';
import type { ImportRow } from './import-row.ts';
import { useTagImport } from './import-store.ts';
import { cellsFixed } from './run-import.ts';

/** The rows of the file. What is typed stands in the place of what the file says, and is compared at once. */
export function ImportGrid({ onSelect }: { readonly onSelect: (rows: readonly ImportRow[]) => void }): ReactNode {
  const { file, name, mapping, fixes, decisions, rows, shown } = useTagImport();
  const listed = useMemo(() => (shown === 'all' ? rows : rows.filter(({ state }) => state === shown)), [rows, shown]);
  const columns = useMemo(
    () => (file ? importColumns(file.sheet, mapping, fixes, decisions) : []),
    [file, mapping, fixes, decisions],
  );
  const mend = (intent: GridIntent<ImportRow>): void => {
    const cells = cellsOf(
      intent,
      listed,
      columns.map(({ id }) => id),
    ).filter(({ row }) => row >= 0);
    if (cells.length > 0) void cellsFixed(cells);
  };
  return (
    <DataGrid<ImportRow>
      label={`Rows of ${name}`}
      rows={listed}
      columns={columns}
      rowKey={rowKey}
      focusDetail={problemLine}
      resetOn={`${name} ${shown}`}
      onSelect={onSelect}
      onIntent={mend}
    />
  );
}

const rowKey = ({ key }: ImportRow): string => key;

interface FixedCell {
  readonly row: number;
  readonly column: number;
  readonly text: string;
}

function cellsOf(
  intent: GridIntent<ImportRow>,
  listed: readonly ImportRow[],
  ids: readonly string[],
): readonly FixedCell[] {
  const at = (row: ImportRow, id: string, text: string): FixedCell[] => {
    const column = columnOf(id);
    return column === undefined ? [] : [{ row: row.row, column, text }];
  };
  switch (intent.kind) {
    case 'type':
      return intent.rows.flatMap((row) => at(row, intent.column, intent.text));
    case 'clear':
      return intent.rows.flatMap((row) => intent.columns.flatMap((id) => at(row, id, '')));
    case 'paste': {
      const first = intent.row ? listed.indexOf(intent.row) : 0;
      const from = ids.indexOf(intent.column);
      return readTsv(intent.text).flatMap((line, down) =>
        line.flatMap((text, right) => {
          const row = listed[first + down];
          return row ? at(row, ids[from + right] ?? '', text) : [];
        }),
      );
    }
    default:
      return [];
  }
}

/** What is wrong in the cell that has the focus; elsewhere in its row, the first thing that is. */
function problemLine({ problems }: ImportRow, id: string): ReactNode {
  const column = columnOf(id);
  const own = problems.find((problem) => problem.column === column) ?? problems[0];
  if (!own) return null;
  return (
    <span className="import-problem" data-msg={own.code}>
      <span aria-hidden>↳ </span>
      {own.text} {own.fix}
    </span>
  );
}
