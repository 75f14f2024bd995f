import { type ReactNode, useMemo, useState } from 'react';
import { formatInteger } from '../../ui/number-format.ts';
import type { AnswerColumn } from './answer-columns.ts';
import { ColumnChoice } from './ColumnChoice.tsx';
import { histogramOf } from './histogram-bins.ts';

const BINS = 40;

/** How often a column has which values. */
export function ResultHistogram({ columns }: { readonly columns: readonly AnswerColumn[] }): ReactNode {
  const [key, setKey] = useState(columns[0]?.key ?? '');
  const column = columns.find((each) => each.key === key) ?? columns[0];
  const histogram = useMemo(() => column && histogramOf(column.values, BINS), [column]);
  if (!column) return null;
  return (
    <div className="historian-figure">
      <div className="historian-row">
        <ColumnChoice label="Values of" columns={columns} value={column.key} onChange={setKey} />
      </div>
      {histogram ? (
        <Bars column={column} histogram={histogram} />
      ) : (
        <p className="quiet">This column has no numbers.</p>
      )}
    </div>
  );
}

interface BarsProps {
  readonly column: AnswerColumn;
  readonly histogram: NonNullable<ReturnType<typeof histogramOf>>;
}

function Bars({ column, histogram: { min, widthOfBin, counts, values } }: BarsProps): ReactNode {
  const most = Math.max(...counts);
  const edge = (at: number): string => column.format(min + at * widthOfBin);
  const unit = column.unit === '' ? '' : ` ${column.unit}`;
  const peak = counts.indexOf(most);
  const peakWords = widthOfBin === 0 ? edge(0) : `${edge(peak)} to ${edge(peak + 1)}`;
  return (
    <>
      <svg
        className="historian-bars"
        viewBox={`0 0 ${counts.length * 10} 100`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Histogram of ${column.label}: ${formatInteger(values)} values, most of them ${peakWords}${unit}.`}
      >
        {counts.map((count, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: bins have no name but their place
          <rect
            key={at}
            x={at * 10 + 0.5}
            y={100 - (count / most) * 100}
            width="9"
            height={(count / most) * 100}
            fill="var(--pen1)"
          >
            <title>{`${edge(at)} to ${edge(at + 1)}${unit}: ${formatInteger(count)}`}</title>
          </rect>
        ))}
      </svg>
      <p className="historian-scale">
        <span>
          {edge(0)}
          {unit}
        </span>
        <span className="quiet">
          {formatInteger(values)} values; the highest bar has {formatInteger(most)}, at {peakWords}
          {unit}
        </span>
        <span>
          {edge(counts.length)}
          {unit}
        </span>
      </p>
    </>
  );
}
