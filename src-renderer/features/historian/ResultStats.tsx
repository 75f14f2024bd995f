import { type ReactNode, useMemo } from 'react';
import type { TagStatisticsView } from '../../../src-shared/contract/history-explore.ts';
import { clockIn } from '../../../src-shared/domain/iso-in-zone.ts';
import { type Column, DataGrid } from '../../ui/DataGrid.tsx';
import { formatInteger, formatValue } from '../../ui/number-format.ts';
import { Waiting } from '../../ui/Waiting.tsx';
import type { Result } from './historian-store.ts';

/** Each tag over the whole range, in numbers. */
export function ResultStats({ result }: { readonly result: Result }): ReactNode {
  const { statistics, question } = result;
  const columns = useMemo(() => columnsIn(question.timeZone), [question.timeZone]);
  if (!statistics) return <Waiting text="Reading the statistics of the range…" />;
  const isRough = statistics.some(({ isExact }) => !isExact);
  return (
    <>
      <p className="historian-rows quiet">
        Of the samples in the range; each sample counts until the next in the time-weighted average and in coverage, not
        across gaps or Bad ones. Times in {question.timeZone}.
        {isRough ? ' “about”: told by averages, because there are too many points to read them all.' : ''}
      </p>
      <DataGrid
        label="Statistics"
        rows={statistics}
        columns={columns}
        rowKey={({ topic }) => topic}
        resetOn={String(statistics.length)}
        onSelect={() => undefined}
      />
    </>
  );
}

const number =
  (read: (row: TagStatisticsView) => number | null) =>
  (row: TagStatisticsView): string => {
    const value = read(row);
    const plain = { ...row, states: {}, dataType: 'float64' };
    return value === null ? '—' : formatValue(value, plain);
  };

function columnsIn(zone: string): readonly Column<TagStatisticsView>[] {
  const clock = clockIn(zone);
  const time =
    (read: (row: TagStatisticsView) => number | null) =>
    (row: TagStatisticsView): string => {
      const us = read(row);
      return us === null ? '—' : clock(us);
    };
  const column = (
    id: string,
    title: string,
    text: (row: TagStatisticsView) => string,
    widthPx = 96,
  ): Column<TagStatisticsView> => ({ id, title, widthPx, align: 'right', cell: text, text });
  const name = (row: TagStatisticsView): string => `${row.device} · ${row.name}`;
  return [
    { id: 'tag', title: 'Tag', widthPx: 220, sticky: true, cell: name, text: name },
    { id: 'unit', title: 'Unit', widthPx: 64, cell: (row) => row.unit, text: (row) => row.unit },
    column('count', 'Samples', (row) => `${row.isExact ? '' : 'about '}${formatInteger(row.count)}`, 110),
    column(
      'min',
      'Min',
      number((row) => row.min),
    ),
    column(
      'max',
      'Max',
      number((row) => row.max),
    ),
    column(
      'avg',
      'Mean',
      number((row) => row.avg),
    ),
    column(
      'twa',
      'Time-weighted',
      number((row) => row.twa),
      116,
    ),
    column(
      'std',
      'Std',
      number((row) => row.std),
    ),
    column('bad', 'Bad', (row) => formatInteger(row.bad), 72),
    column('uncertain', 'Uncertain', (row) => (row.uncertain === null ? '—' : formatInteger(row.uncertain)), 88),
    column('coverage', 'Coverage', (row) => `${(row.coverage * 100).toFixed(1)} %`, 88),
    column(
      'first',
      'First sample',
      time((row) => row.firstUs),
      180,
    ),
    column(
      'last',
      'Last sample',
      time((row) => row.lastUs),
      180,
    ),
  ];
}
