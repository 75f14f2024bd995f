import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { NamespaceState } from '../../../src-shared/contract/namespace.ts';
import { useDevices } from '../../state/devices.ts';
import { tabOpened } from '../../state/layout.ts';
import { useLink } from '../../state/link.ts';
import { topicTaken, useTopicRequests } from '../../state/topic-requests.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { ErrorStrip } from '../../ui/ErrorStrip.tsx';
import { ReadOnlyStrip } from '../../ui/ReadOnlyStrip.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { ClearDialog } from './ClearDialog.tsx';
import { NamespaceHints } from './NamespaceHints.tsx';
import { NamespaceNotes } from './NamespaceNotes.tsx';
import { NamespaceToolbar } from './NamespaceToolbar.tsx';
import { followNamespace, placesOpened, topicRevealed, useNamespace } from './namespace-store.ts';
import { PublishDialog } from './PublishDialog.tsx';
import { TopicBrowser } from './TopicBrowser.tsx';
import './namespace.css';

/** What is really on the broker: a live tree of topics, and one of them in detail. */
export function NamespacePage(): ReactNode {
  const { state, reason } = useNamespace();
  const asked = useTopicRequests(({ shown }) => shown);
  const devices = useDevices(({ list }) => list);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => placesOpened(devices), [devices]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt begins anew
  useEffect(() => {
    const stop = new AbortController();
    void followNamespace(stop.signal);
    return () => stop.abort();
  }, [attempt]);
  useEffect(() => {
    if (asked === undefined) return;
    topicRevealed(asked);
    topicTaken();
  }, [asked]);
  const retry = (): void => setAttempt(attempt + 1);
  if (!state)
    return reason === '' ? (
      <Waiting text="Listening to the broker…" onRetry={retry} />
    ) : (
      <ErrorState title="The namespace could not be read." cause={reason} onRetry={retry} />
    );
  if (state.link === 'off')
    return (
      <EmptyState text="This project publishes nothing, so that there is no broker to look at. Switch “Publish” on, and what is on the broker stands here.">
        <button type="button" className="button primary" onClick={() => tabOpened('settings', 'kept')}>
          Open the settings
        </button>
      </EmptyState>
    );
  return <Namespace state={state} reason={reason} onRetry={retry} />;
}

interface NamespaceProps {
  readonly state: NamespaceState;
  readonly reason: string;
  readonly onRetry: () => void;
}

function Namespace({ state, reason, onRetry }: NamespaceProps): ReactNode {
  const isOpen = useLink((link) => link.state.kind === 'open');
  const selected = useNamespace((view) => view.selected);
  const filterBox = useRef<HTMLInputElement>(null);
  const [message, setMessage] = useState<{ readonly topic: string; readonly payload: string }>();
  const [clearing, setClearing] = useState<readonly string[]>();
  const [kept, setKept] = useState<readonly string[]>([]);
  const actions = useMemo(
    () => ({
      publish: (topic: string, payload: string) => setMessage({ topic, payload }),
      clear: (topics: readonly string[]) => setClearing(topics),
      filter: () => filterBox.current?.focus(),
      keptFound: setKept,
    }),
    [],
  );
  return (
    <div className="namespace">
      <NamespaceToolbar
        state={state}
        filterBox={filterBox}
        kept={kept}
        onPublish={() => actions.publish(selected ?? '', '')}
        onClear={actions.clear}
      />
      <NamespaceNotes state={state} isLost={!isOpen} />
      <NamespaceHints count={state.hints} />
      <ReadOnlyStrip needs="configure" to="publish messages and to listen to something else" />
      {reason === '' ? null : (
        <ErrorStrip title="The namespace cannot be followed now." cause={reason} onRetry={onRetry} />
      )}
      <TopicBrowser state={state} actions={actions} />
      {message ? <PublishDialog {...message} onClose={() => setMessage(undefined)} /> : null}
      {clearing ? <ClearDialog topics={clearing} onClose={() => setClearing(undefined)} /> : null}
    </div>
  );
}
