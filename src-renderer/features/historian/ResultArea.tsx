import { type ReactNode, useMemo } from 'react';
import { choiceAsked } from '../../state/palette.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { ErrorStrip, Kept } from '../../ui/ErrorStrip.tsx';
import { Strip } from '../../ui/Strip.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { answerColumns } from './answer-columns.ts';
import { HealthStrip } from './HealthStrip.tsx';
import { type QueryTab, questionChanged, type Result } from './historian-store.ts';
import { NoData } from './NoData.tsx';
import { openQueries } from './open-queries.ts';
import { ResultChart } from './ResultChart.tsx';
import { ResultHistogram } from './ResultHistogram.tsx';
import { ResultStats } from './ResultStats.tsx';
import { ResultTable } from './ResultTable.tsx';
import { ResultTabs } from './ResultTabs.tsx';
import { ResultXy } from './ResultXy.tsx';
import { runQuery } from './run-query.ts';

interface ResultAreaProps {
  readonly path: string;
  readonly tab: QueryTab;
  readonly onAddTags: () => void;
}

const NOT_READ = 'The history of these tags could not be read.';

/** What came back, or why nothing did. */
export function ResultArea({ path, tab, onAddTags }: ResultAreaProps): ReactNode {
  const { question, running, fault, result } = tab;
  const retry = (): void => void runQuery(path);
  if (!result && running) return <Waiting text="Reading the history…" onRetry={retry} />;
  if (!result && fault)
    return (
      <ErrorState title={NOT_READ} cause={fault.text} code={fault.code} onRetry={retry}>
        {fault.interval === undefined ? undefined : (
          <button
            type="button"
            className="button"
            onClick={() => {
              questionChanged(path, { interval: fault.interval! });
              retry();
            }}
          >
            Use {fault.interval}
          </button>
        )}
      </ErrorState>
    );
  if (!result && question.tags.length === 0)
    return (
      <EmptyState text="No question yet. Pick tags or drag them here, choose a time and how to sum it up; the answer stands here as chart and table.">
        <button type="button" className="button primary" onClick={onAddTags}>
          Pick tags
        </button>
        <button
          type="button"
          className="button"
          onClick={() => void openQueries().then((choices) => choiceAsked('Open a query', choices))}
        >
          Open a saved query
        </button>
      </EmptyState>
    );
  if (!result)
    return (
      <EmptyState text="Run the query (Ctrl+Enter), and its answer stands here.">
        <button type="button" className="button" onClick={retry}>
          Run
        </button>
      </EmptyState>
    );
  return (
    <Kept isOld={fault !== null}>
      {fault ? <ErrorStrip title={NOT_READ} cause={fault.text} onRetry={retry} /> : null}
      <Answer path={path} tab={tab} result={result} />
    </Kept>
  );
}

function Answer({
  path,
  tab,
  result,
}: {
  readonly path: string;
  readonly tab: QueryTab;
  readonly result: Result;
}): ReactNode {
  const { answer } = result;
  const columns = useMemo(() => answerColumns(answer), [answer]);
  const isCut = answer.tags.some((tag) => tag.isCut);
  const isEmpty = answer.tags.every((tag) => tag.rows === 0);
  return (
    <div className="historian-answer">
      <ResultTabs path={path} tab={tab} result={result} />
      {isCut ? (
        <Strip tone="warning" announce="status">
          There is more than the {result.question.limit} rows a tag that were asked for. Use a longer interval or a
          shorter range.
        </Strip>
      ) : null}
      {answer.unmatched.length > 0 ? (
        <Strip tone="warning" announce="status">
          No tag of this project matches {answer.unmatched.map((pattern) => `“${pattern}”`).join(', ')}. It was removed,
          renamed or switched off, or the pattern has a slip.
        </Strip>
      ) : null}
      <div className="historian-result" role="tabpanel" aria-label={`${tab.view} of the answer`}>
        {isEmpty && tab.view !== 'stats' ? (
          <NoData path={path} result={result} />
        ) : tab.view === 'chart' ? (
          <ResultChart path={path} result={result} />
        ) : tab.view === 'table' ? (
          <ResultTable result={result} />
        ) : tab.view === 'stats' ? (
          <ResultStats result={result} />
        ) : tab.view === 'xy' ? (
          <ResultXy columns={columns} />
        ) : (
          <ResultHistogram columns={columns} />
        )}
      </div>
      <HealthStrip result={result} />
    </div>
  );
}
