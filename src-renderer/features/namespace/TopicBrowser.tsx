import { type ReactNode, useEffect, useMemo, useState } from 'react';
import type { NamespaceState } from '../../../src-shared/contract/namespace.ts';
import { copyText } from '../../ui/copy-text.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import type { MenuItem } from '../../ui/Menu.tsx';
import { formatInteger } from '../../ui/number-format.ts';
import { namespaceNow, onlyChosen, textChanged, useNamespace } from './namespace-store.ts';
import { TopicDetail } from './TopicDetail.tsx';
import { TopicTree } from './TopicTree.tsx';
import type { PlacedLine } from './topic-lines.ts';
import { type FoundTopics, useFoundTopics } from './use-found-topics.ts';

interface TopicBrowserProps {
  readonly state: NamespaceState;
  readonly actions: {
    readonly publish: (topic: string, payload: string) => void;
    readonly clear: (topics: readonly string[]) => void;
    readonly filter: () => void;
    /** Topics of the list that the broker keeps a message for. */
    readonly keptFound: (topics: readonly string[]) => void;
  };
}

/** Order by rate or time is made anew this often: a line that moves under the pointer is of no use. */
const ORDER_MS = 2_000;
const MOST_CLEARED = 500;

/** The tree, or what a filter found, beside the topic that is selected. */
export function TopicBrowser({ state, actions }: TopicBrowserProps): ReactNode {
  const { structure, open, order, text, only, selected } = useNamespace();
  const found = useFoundTopics(text, only);
  const isSearch = text.trim() !== '' || only !== 'all';
  const turn = useTurn(order === 'name' ? 0 : ORDER_MS);
  const tree = useMemo(
    () => namespaceNow.lines.placed((topic) => open.has(topic), order),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the lines are outside React: these say that they are others
    [structure, open, order, turn],
  );
  const lines = isSearch ? (found?.lines ?? []) : tree;
  const { keptFound } = actions;
  useEffect(() => {
    const kept = (found?.lines ?? []).filter(({ line }) => line.facts.retained).map(({ line }) => line.topic);
    keptFound(kept.slice(0, MOST_CLEARED));
  }, [found, keptFound]);
  const copy = (topic: string): void => void copyText(topic).catch(() => undefined);
  const menuOf = (topic: string): readonly MenuItem[] => [
    { label: 'Copy topic', keys: 'Ctrl+C', state: 'enabled', onChoose: () => copy(topic) },
    { label: 'Show only what is below', keys: '', state: 'enabled', onChoose: () => textChanged(`${topic}/#`) },
    { label: 'Publish…', keys: '', state: 'enabled', onChoose: () => actions.publish(topic, '') },
    {
      label: 'Clear retained…',
      keys: '',
      state: lines.find(({ line }) => line.topic === topic)?.line.facts.retained ? 'enabled' : 'disabled',
      onChoose: () => actions.clear([topic]),
    },
  ];
  return (
    <div className="namespace-panes">
      <div className="namespace-list">
        {lines.length > 0 ? (
          <TopicTree
            label={isSearch ? 'Topics found' : 'Topics'}
            lines={lines}
            open={isSearch ? NONE_OPEN : open}
            selected={selected}
            menuOf={menuOf}
            onType={actions.filter}
            onCopy={copy}
          />
        ) : (
          <Nothing state={state} isSearch={isSearch} found={found} />
        )}
        <ListNote lines={lines} found={found} isSearch={isSearch} />
      </div>
      {selected === undefined ? (
        <div className="topic-detail">
          <EmptyState text="Choose a topic to see its last message, what was before, and the tag that it belongs to." />
        </div>
      ) : (
        <TopicDetail key={selected} topic={selected} onPublish={actions.publish} onClear={actions.clear} />
      )}
    </div>
  );
}

const NONE_OPEN: ReadonlySet<string> = new Set();

/** Counts up every so often; 0: never. */
function useTurn(everyMs: number): number {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (everyMs === 0) return undefined;
    const timer = setInterval(() => !useNamespace.getState().isPaused && setTurn((last) => last + 1), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return turn;
}

interface NothingProps {
  readonly state: NamespaceState;
  readonly isSearch: boolean;
  readonly found: FoundTopics | undefined;
}

function Nothing({ state, isSearch, found }: NothingProps): ReactNode {
  if (isSearch && !found) return null;
  if (found && found.reason !== '') return <EmptyState text={found.reason} />;
  if (isSearch)
    return (
      <EmptyState text="No topic answers the filter.">
        <button
          type="button"
          className="button"
          onClick={() => {
            textChanged('');
            onlyChosen('all');
          }}
        >
          Show all topics
        </button>
      </EmptyState>
    );
  if (state.link === 'connecting') return <EmptyState text="Connecting to the broker…" />;
  if (state.link === 'offline') return <EmptyState text="No topic was seen before the broker was lost." />;
  return (
    <EmptyState
      text={`No messages on ${state.filters.join(' ')} yet. Check that a device is connected, or subscribe to something else above.`}
    />
  );
}

/** What the list leaves out. */
function ListNote({
  lines,
  found,
  isSearch,
}: {
  readonly lines: readonly PlacedLine[];
  readonly found: FoundTopics | undefined;
  readonly isSearch: boolean;
}): ReactNode {
  if (isSearch) {
    if (!found || found.total === 0) return null;
    const shown = found.lines.length;
    const text =
      found.total > shown
        ? `${formatInteger(shown)} of ${formatInteger(found.total)} topics. Type more to narrow.`
        : `${formatInteger(shown)} ${shown === 1 ? 'topic' : 'topics'}`;
    return <p className="namespace-note">{text}</p>;
  }
  const hidden = lines.filter(({ hiddenBelow }) => hiddenBelow > 0);
  const count = hidden.reduce((sum, { hiddenBelow }) => sum + hiddenBelow, namespaceNow.lines.hiddenAtRoot);
  if (count === 0) return null;
  const where = hidden[0] ? ` below ${hidden[0].line.topic}` : '';
  return (
    <p className="namespace-note">
      {formatInteger(count)} more lines{where} are not shown. Filter to find them.
    </p>
  );
}
