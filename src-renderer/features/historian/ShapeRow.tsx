import type { ReactNode } from 'react';
import { AGGREGATES, type Aggregate, type QualityFilter } from '../../../src-shared/contract/history-question.ts';
import { parseWidthUs } from '../../../src-shared/domain/bucket-width.ts';
import type { QuestionDraft } from '../../state/history-questions.ts';
import { questionChanged } from './historian-store.ts';
import { TypedField } from './TypedField.tsx';

const INTERVALS = ['auto', 'raw', '1s', '10s', '1m', '5m', '15m', '1h', '6h', '1d'];

const TITLES: Readonly<Record<Aggregate, readonly [label: string, title: string]>> = {
  avg: ['avg', 'Average of the samples'],
  min: ['min', 'Least sample'],
  max: ['max', 'Largest sample'],
  first: ['first', 'First sample'],
  last: ['last', 'Last sample'],
  count: ['count', 'Number of samples that are not Bad'],
  twa: ['time-weighted', 'Average in which each sample counts for as long as it held'],
  std: ['std', 'Standard deviation of the samples'],
  state: ['time in state', 'Seconds that each value held'],
};

const QUALITIES: readonly (readonly [QualityFilter, string])[] = [
  ['good', 'good'],
  ['usable', 'good + uncertain'],
  ['all', 'all'],
];

interface ShapeRowProps {
  readonly path: string;
  readonly question: QuestionDraft;
  readonly children: ReactNode;
}

/** Of what shape the answer is: how wide its buckets, what of each, which samples. */
export function ShapeRow({ path, question, children }: ShapeRowProps): ReactNode {
  const { interval, aggregates, gaps, quality } = question;
  const isRaw = interval === 'raw';
  const toggle = (aggregate: Aggregate): void => {
    const others = aggregates.filter((each) => each !== aggregate);
    const next = others.length === aggregates.length ? [...aggregates, aggregate] : others;
    // An answer is of something.
    if (next.length > 0) questionChanged(path, { aggregates: AGGREGATES.filter((each) => next.includes(each)) });
  };
  return (
    <div className="historian-row">
      <span className="historian-word">Shape</span>
      <TypedField
        label="Interval"
        value={interval}
        widthCh={7}
        suggestions={INTERVALS}
        check={intervalFault}
        messageId="NX_REQUEST_INVALID"
        onChange={(text) => questionChanged(path, { interval: text.trim() })}
      />
      <span className="historian-toggles" role="group" aria-label="Aggregates">
        {AGGREGATES.map((aggregate) => (
          <button
            key={aggregate}
            type="button"
            className="button"
            aria-pressed={aggregates.includes(aggregate)}
            disabled={isRaw}
            title={isRaw ? 'Every point is shown as it is.' : TITLES[aggregate][1]}
            onClick={() => toggle(aggregate)}
          >
            {TITLES[aggregate][0]}
          </button>
        ))}
      </span>
      <label className="historian-choice">
        <span className="quiet">Gaps</span>
        <select
          className="select"
          value={gaps}
          disabled={isRaw}
          onChange={(event) => questionChanged(path, { gaps: event.target.value === 'hold' ? 'hold' : 'empty' })}
        >
          <option value="empty">leave empty</option>
          <option value="hold">hold the last value</option>
        </select>
      </label>
      <label className="historian-choice">
        <span className="quiet">Quality</span>
        <select
          className="select"
          value={quality}
          onChange={(event) => {
            const chosen = QUALITIES.find(([name]) => name === event.target.value);
            if (chosen) questionChanged(path, { quality: chosen[0] });
          }}
        >
          {QUALITIES.map(([name, label]) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {children}
    </div>
  );
}

function intervalFault(text: string): string | undefined {
  const typed = text.trim();
  if (typed === 'auto' || typed === 'raw' || parseWidthUs(typed) !== undefined) return undefined;
  return `“${text}” is not an interval. Try auto, raw, 10s, 5m or 1h; the shortest is 1 ms.`;
}
