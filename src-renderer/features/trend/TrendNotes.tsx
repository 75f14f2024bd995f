import { type ReactNode, useEffect, useState } from 'react';
import { Strip } from '../../ui/Strip.tsx';
import type { HistoryState } from './history-loader.ts';

interface TrendNotesProps {
  readonly history: HistoryState;
  /** What a person asked for and did not get. */
  readonly problem: string | null;
  readonly onRetry: () => void;
}

/** Above a trend: whether its history is on its way, and what could not be had. Live goes on meanwhile. */
export function TrendNotes({ history, problem, onRetry }: TrendNotesProps): ReactNode {
  return (
    <>
      <div className="trend-progress" data-state={history.kind}>
        {history.kind === 'loading' ? <SlowNote /> : null}
      </div>
      {history.kind === 'failed' ? (
        <Strip tone="warning" announce="status">
          History is not available. {history.problem} Live continues.
          <button type="button" className="button" onClick={onRetry}>
            Try again
          </button>
        </Strip>
      ) : null}
      {problem === null ? null : (
        <Strip tone="error" announce="alert">
          {problem}
        </Strip>
      )}
    </>
  );
}

const SAY_AFTER_MS = 2_000;

/** What is waited for, when it takes long; over the chart, so that nothing moves. */
function SlowNote(): ReactNode {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SAY_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!isSlow) return null;
  return (
    <p className="trend-slow" role="status">
      Reading the history of this window. Live continues.
    </p>
  );
}
