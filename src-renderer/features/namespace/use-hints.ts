import { useEffect, useState } from 'react';
import type { NamespaceHint } from '../../../src-shared/contract/namespace.ts';
import { rpc } from '../../rpc/connect.ts';
import { tabOpened } from '../../state/layout.ts';
import { useLink } from '../../state/link.ts';
import { type Problem, problemsFound } from '../../state/problems.ts';
import { topicRevealed } from './namespace-store.ts';

const AGAIN_MS = 5_000;
const SOURCE = 'namespace';
const NONE: readonly NamespaceHint[] = [];

/**
 * What the gateway finds on the broker that somebody may not have meant, read again every 5 s while there is any; also
 * told to the list of problems, for as long as the page is open: nobody looks at the broker after that.
 *
 * @param count as the state of the namespace tells it.
 */
export function useHints(count: number): readonly NamespaceHint[] {
  const [hints, setHints] = useState(NONE);
  const isLinked = useLink((link) => link.state.kind === 'open');
  useEffect(() => {
    if (!isLinked) return undefined;
    let isOver = false;
    const shown = (next: readonly NamespaceHint[]): void => {
      if (isOver) return;
      setHints((before) => (JSON.stringify(before) === JSON.stringify(next) ? before : next));
    };
    const read = async (): Promise<void> => {
      const { running, hints: next } = await rpc().namespace.hints({});
      if (running) shown(next);
    };
    // What was found before stands until the next answer.
    const ask = (): void => void read().catch(() => undefined);
    if (count === 0) {
      shown(NONE);
      return undefined;
    }
    ask();
    const timer = setInterval(ask, AGAIN_MS);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [count, isLinked]);
  useEffect(() => problemsFound(SOURCE, hints.map(problemOf)), [hints]);
  useEffect(() => () => problemsFound(SOURCE, []), []);
  return hints;
}

const problemOf = ({ kind, topic, text, tag }: NamespaceHint): Problem => ({
  key: `${SOURCE} ${kind} ${topic}`,
  severity: 'warning',
  device: tag?.device ?? null,
  text,
  messageId: `ns.${kind}`,
  go: () => {
    tabOpened('namespace', 'kept');
    topicRevealed(topic);
  },
});
