import { type ReactNode, useMemo } from 'react';
import { clockIn } from '../../../src-shared/domain/iso-in-zone.ts';
import { type Column, DataGrid } from '../../ui/DataGrid.tsx';
import { formatInteger } from '../../ui/number-format.ts';
import { answerTable } from './answer-rows.ts';
import type { Result } from './historian-store.ts';

/** A column is as wide as its title. */
const [LEAST_PX, CHARACTER_PX, PADDING_PX] = [104, 7, 24];
/** A page of a browser is not higher than this many rows. */
const MOST_ROWS = 500_000;

/** The answer as a table: times by the clocks of the question's zone. */
export function ResultTable({ result }: { readonly result: Result }): ReactNode {
  const { answer, question } = result;
  const table = useMemo(() => answerTable(answer), [answer]);
  const rows = useMemo(() => Array.from({ length: Math.min(table.rows, MOST_ROWS) }, (_, row) => row), [table]);
  const columns = useMemo((): readonly Column<number>[] => {
    const clock = clockIn(question.timeZone);
    const time = (row: number): string => clock(table.timeUs(row));
    return [
      { id: 'time', title: `Time (${question.timeZone})`, widthPx: 190, sticky: true, cell: time, text: time },
      ...table.columns.map(({ key, title, align }, at): Column<number> => {
        const text = (row: number): string => table.text(row, at);
        return {
          id: key,
          title,
          widthPx: Math.max(LEAST_PX, title.length * CHARACTER_PX + PADDING_PX),
          ...(align && { align }),
          cell: text,
          text,
        };
      }),
    ];
  }, [table, question.timeZone]);
  return (
    <>
      <p className="historian-rows quiet">
        {table.rows > MOST_ROWS
          ? `The first ${formatInteger(MOST_ROWS)} of ${formatInteger(table.rows)} rows; export has all of them.`
          : `${formatInteger(table.rows)} rows`}
      </p>
      <DataGrid
        label="Answer"
        rows={rows}
        columns={columns}
        rowKey={String}
        resetOn={`${answer.fromUs} ${answer.toUs} ${table.rows}`}
        onSelect={() => undefined}
      />
    </>
  );
}
