import type { ReactNode } from 'react';
import type { TrendCompare } from '../../../src-shared/domain/trend-compare.ts';
import type { TimeRange } from '../../charts/time-view.ts';
import { Strip } from '../../ui/Strip.tsx';
import { formatTime } from '../../ui/time-format.ts';
import { shiftWords } from './compare-words.ts';
import type { ComparedTime } from './use-pens.ts';

interface CompareStripProps {
  readonly compare: TrendCompare;
  readonly compared: ComparedTime;
  /** In sight. */
  readonly range: TimeRange;
  /** Where cursor A stands, µs. */
  readonly markUs: number | undefined;
  readonly onCompare: (compare: TrendCompare | undefined) => void;
  readonly onChange: () => void;
}

/** Says which other time lies behind the pens, and lays its start elsewhere. */
export function CompareStrip({ compare, compared, range, markUs, onCompare, onChange }: CompareStripProps): ReactNode {
  const begins = compare.kind === 'moment' ? compare.fromUs : range.fromUs - compared.shiftUs;
  const align = (atUs: number): void => onCompare({ kind: 'moment', fromUs: begins, atUs });
  return (
    <Strip tone="info" announce="status">
      <span>
        Compared with {compared.label}, from {formatTime(begins / 1_000, 0)}: {shiftWords(compared.shiftUs)}
      </span>
      {compare.kind === 'moment' ? (
        <>
          <button type="button" className="link-button" onClick={() => align(range.fromUs)}>
            Align at the left edge
          </button>
          <button
            type="button"
            className="link-button"
            disabled={markUs === undefined}
            title={markUs === undefined ? 'Click into the chart, or press A, to set cursor A.' : undefined}
            onClick={() => markUs !== undefined && align(markUs)}
          >
            Align at cursor A
          </button>
        </>
      ) : null}
      <button type="button" className="link-button" onClick={onChange}>
        Another time…
      </button>
      <button type="button" className="link-button" onClick={() => onCompare(undefined)}>
        Stop comparing
      </button>
    </Strip>
  );
}
