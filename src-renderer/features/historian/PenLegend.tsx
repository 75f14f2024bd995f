import type { ReactNode } from 'react';
import { formatWidth } from '../../../src-shared/domain/bucket-width.ts';
import type { ChartPen } from '../../charts/chart-pen.ts';
import type { AskedColumns } from '../../rpc/series-calls.ts';
import { sourceWords } from './answer-pens.ts';

interface PenLegendProps {
  readonly pens: readonly ChartPen[];
  readonly answer: AskedColumns;
}

/** Which line is which, and what its numbers were taken from. */
export function PenLegend({ pens, answer }: PenLegendProps): ReactNode {
  const [first] = answer.tags;
  return (
    <div className="historian-legend">
      <ul aria-label="Lines">
        {pens.map(({ slot, name, unit, style }) => (
          <li key={slot}>
            <svg width="28" height="12" viewBox="0 0 28 12" aria-hidden="true">
              <line
                x1="0"
                y1="6"
                x2="28"
                y2="6"
                stroke={`var(${style.token})`}
                strokeWidth="2"
                strokeDasharray={style.dash.join(' ')}
              />
            </svg>
            <span className="historian-legend-slot">{slot}</span>
            <span>{name}</span>
            {unit === '' ? null : <span className="quiet">{unit}</span>}
          </li>
        ))}
      </ul>
      {first ? <span className="quiet">{sourceWords(first, formatWidth(first.widthUs))}</span> : null}
    </div>
  );
}
