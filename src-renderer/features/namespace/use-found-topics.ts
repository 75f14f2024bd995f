import { useEffect, useState } from 'react';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { sleep } from '../../rpc/sleep.ts';
import { isOpen, linkOpen } from '../../state/link.ts';
import { type Only, useNamespace } from './namespace-store.ts';
import { foundLines, type PlacedLine } from './topic-lines.ts';

const LIMIT = 500;
const AGAIN_MS = 1_000;
/** Typing asks when it rests. */
const REST_MS = 150;

export interface FoundTopics {
  readonly lines: readonly PlacedLine[];
  readonly total: number;
  readonly reason: string;
}

/** The topics that a filter finds, asked anew every second; undefined where nothing is looked for, or not answered yet. */
export function useFoundTopics(text: string, only: Only): FoundTopics | undefined {
  const [found, setFound] = useState<FoundTopics & { readonly of: string }>();
  const isAsked = text.trim() !== '' || only !== 'all';
  const of = `${only} ${text}`;
  useEffect(() => {
    if (!isAsked) return undefined;
    const stop = new AbortController();
    const ask = async (): Promise<void> => {
      let before: readonly PlacedLine[] = [];
      await sleep(REST_MS, stop.signal);
      for (; !stop.signal.aborted; await sleep(AGAIN_MS, stop.signal)) {
        await linkOpen(stop.signal);
        if (stop.signal.aborted) return;
        if (before.length > 0 && useNamespace.getState().isPaused) continue;
        try {
          const { topics, total } = await rpc().namespace.search({ text, only, limit: LIMIT });
          if (stop.signal.aborted) return;
          const lines = foundLines(topics, before);
          const isSame = lines.length === before.length && lines.every(({ line }, at) => line === before[at]!.line);
          before = lines;
          // The same lines have their new values already.
          setFound((last) =>
            last?.of === of && isSame && last.total === total ? last : { of, lines, total, reason: '' },
          );
        } catch (error) {
          if (!stop.signal.aborted && isOpen())
            setFound({ of, lines: before, total: 0, reason: toNexusError(error).text });
        }
      }
    };
    void ask();
    return () => stop.abort();
  }, [text, only, isAsked, of]);
  return isAsked && found?.of === of ? found : undefined;
}
