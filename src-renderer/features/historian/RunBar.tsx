import { Play, Square } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { formatWidth } from '../../../src-shared/domain/bucket-width.ts';
import { choiceAsked } from '../../state/palette.ts';
import { useMay } from '../../state/roles.ts';
import { Message } from '../../ui/Message.tsx';
import { formatInteger } from '../../ui/number-format.ts';
import { type QueryTab, questionChanged, tabChanged } from './historian-store.ts';
import { openQueries } from './open-queries.ts';
import { runQuery } from './run-query.ts';
import { ShareButton } from './ShareButton.tsx';

interface RunBarProps {
  readonly path: string;
  readonly tab: QueryTab;
  readonly onSave: () => void;
}

/** Runs the question, says what it costs, keeps and shares it. */
export function RunBar({ path, tab, onSave }: RunBarProps): ReactNode {
  const { question, running, estimate, estimateFault, saved } = tab;
  const hasTags = question.tags.length > 0;
  const maySave = useMay('operate');
  const refusal = estimate?.refusal ?? null;
  return (
    <div className="toolbar historian-run">
      <button
        type="button"
        className="button primary"
        disabled={!hasTags || refusal !== null}
        title={hasTags ? 'Ctrl+Enter' : 'Add tags first.'}
        onClick={() => void runQuery(path)}
      >
        <Play size={16} strokeWidth={1.5} aria-hidden />
        Run
      </button>
      {running ? <Elapsed key={running.sinceMs} running={running} /> : null}
      {estimateFault ? (
        <Message code={estimateFault.code} text={estimateFault.text} />
      ) : refusal ? (
        <span className="historian-order">
          <Message code="hist.size" text={refusal.text} />
          <button
            type="button"
            className="button"
            onClick={() => questionChanged(path, { interval: refusal.interval })}
          >
            Use {refusal.interval}
          </button>
        </span>
      ) : estimate && !running ? (
        <span className="quiet" data-testid="historian-estimate">
          {formatInteger(estimate.points)} points → {formatInteger(estimate.returns)} rows,{' '}
          {estimate.source === 'raw' ? 'from the points' : `from ${estimate.source} averages`}
          {estimate.widthUs > 0 ? `, every ${formatWidth(estimate.widthUs)}` : ''}
        </span>
      ) : null}
      <span className="spacer" />
      <button
        type="button"
        className="button"
        aria-expanded={tab.sql === 'shown'}
        disabled={!hasTags}
        onClick={() => tabChanged(path, { sql: tab.sql === 'shown' ? 'hidden' : 'shown' })}
      >
        SQL
      </button>
      <button
        type="button"
        className="button"
        onClick={() => void openQueries().then((choices) => choiceAsked('Open a query', choices))}
      >
        Open
      </button>
      <button
        type="button"
        className="button"
        disabled={!hasTags || !maySave}
        title={maySave ? (saved ? `Kept as “${saved.name}”` : undefined) : 'Operator role needed.'}
        onClick={onSave}
      >
        Save
      </button>
      <ShareButton question={question} />
    </div>
  );
}

/** A wait that is short needs no words. */
const SAY_AFTER_MS = 400;

function Elapsed({ running }: { readonly running: NonNullable<QueryTab['running']> }): ReactNode {
  const [nowMs, setNow] = useState(running.sinceMs);
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 100);
    return () => clearInterval(timer);
  }, []);
  const ms = nowMs - running.sinceMs;
  if (ms < SAY_AFTER_MS) return null;
  return (
    <span className="historian-elapsed">
      <span className="quiet">{(ms / 1_000).toFixed(1)} s</span>
      <button type="button" className="button" onClick={running.cancel}>
        <Square size={14} strokeWidth={1.5} aria-hidden />
        Cancel
      </button>
    </span>
  );
}
