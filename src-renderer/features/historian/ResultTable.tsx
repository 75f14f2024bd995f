import { type ReactNode, useMemo } from 'react';
import { clockIn } from '../../../src-shared/domain/iso-in-zone.ts';
import { whereFromAsked } from '../../state/lineage-requests.ts';
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
  const isRaw = answer.tags.some(({ widthUs }) => widthUs === 0);
  const whereFrom = (row: number): void => {
    const [only, ...others] = answer.tags;
    const tag = others.length === 0 ? only : answer.tags.find((one) => nameOf(one) === table.text(row, 0));
    if (tag) whereFromAsked({ device: tag.device, tag: tag.tag }, table.timeUs(row));
  };
  return (
    <>
      <p className="historian-rows quiet">
        {table.rows > MOST_ROWS
          ? `The first ${formatInteger(MOST_ROWS)} of ${formatInteger(table.rows)} rows; export has all of them.`
          : `${formatInteger(table.rows)} rows`}
        {isRaw ? '. Enter on a row shows where its value comes from.' : ''}
      </p>
      <DataGrid
        label="Answer"
        rows={rows}
        columns={columns}
        rowKey={String}
        resetOn={`${answer.fromUs} ${answer.toUs} ${table.rows}`}
        onSelect={() => undefined}
        {...(isRaw && { onActivate: whereFrom })}
      />
    </>
  );
}

/** As the first column of single points of several tags has it. */
const nameOf = ({ device, tag }: { readonly device: string; readonly tag: string }): string => `${device}/${tag}`;
