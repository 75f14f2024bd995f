import { type ReactNode, useEffect } from 'react';
import { rpc } from '../../rpc/connect.ts';
import { questionIn } from '../../state/history-questions.ts';
import { tabOpened } from '../../state/layout.ts';
import { useLink } from '../../state/link.ts';
import { queryNamed } from '../../state/query-names.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { ReadOnlyStrip } from '../../ui/ReadOnlyStrip.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { queryOpened, queryTab, tabChanged, useHistorian } from './historian-store.ts';
import { QueryView } from './QueryView.tsx';
import { faultOf, runQuery } from './run-query.ts';
import '../../charts/chart-canvas.css';
import './historian.css';

interface HistorianPageProps {
  readonly path: string;
  /** The question of the address, or nothing where a new one is begun. */
  readonly asked?: string | undefined;
  /** The id of a query of the project. */
  readonly saved?: string | undefined;
}

/** Asks questions of what is stored: builds them, shows the answer, keeps and shares them. */
export function HistorianPage({ path, asked, saved }: HistorianPageProps): ReactNode {
  const tab = useHistorian(({ byPath }) => byPath[path]);
  const isOpen = useLink(({ state }) => state.kind === 'open');
  const question = asked === undefined ? undefined : questionIn(asked);
  useEffect(() => {
    if (saved !== undefined) {
      if (isOpen && !queryTab(path).saved) void openSaved(path, saved);
      return;
    }
    queryOpened(path, asked === undefined ? undefined : questionIn(asked));
    const { result, fault, running, question: own } = queryTab(path);
    // What was opened before there was a gateway is asked as soon as there is one.
    const isNew = !result && !fault && !running && own.tags.length > 0;
    if (asked !== undefined && isOpen && isNew) void runQuery(path);
  }, [path, saved, asked, isOpen]);
  if (asked !== undefined && !question)
    return (
      <EmptyState text="The question in this address cannot be read: a part of it is missing or was changed. Ask for the whole address, or begin a new question.">
        <button type="button" className="button primary" onClick={() => tabOpened('historian', 'kept')}>
          Begin a new question
        </button>
      </EmptyState>
    );
  const retry = (): void => void (saved === undefined ? runQuery(path) : openSaved(path, saved));
  if (saved !== undefined && !tab?.saved)
    return tab?.fault ? (
      <ErrorState title="The query could not be read." cause={tab.fault.text} code={tab.fault.code} onRetry={retry} />
    ) : (
      <Waiting text="Reading the query…" onRetry={retry} />
    );
  if (!tab) return null;
  return (
    <div className="historian">
      <ReadOnlyStrip needs="operate" to="save queries" />
      <QueryView path={path} tab={tab} />
    </div>
  );
}

async function openSaved(path: string, id: string): Promise<void> {
  try {
    const { question, name, version } = await rpc().queries.get({ id });
    queryNamed(id, name);
    tabChanged(path, { question, saved: { id, name, version }, fault: null });
    await runQuery(path);
  } catch (error) {
    tabChanged(path, { fault: faultOf(error) });
  }
}
