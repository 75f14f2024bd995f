import { useEffect, useMemo, useRef } from 'react';
import type { Command } from '../../state/commands.ts';
import { choiceAsked } from '../../state/palette.ts';
import { may } from '../../state/roles.ts';
import { usePageCommands } from '../../ui/page-context.ts';
import type { QueryTab } from './historian-store.ts';
import { openQueries } from './open-queries.ts';
import { runQuery } from './run-query.ts';

interface HistorianActions {
  readonly addTags: () => void;
  readonly save: () => void;
}

/** What can be done with the question in front, for the palette and its keys. */
export function useHistorianCommands(path: string, tab: QueryTab, actions: HistorianActions): void {
  const newest = useRef({ path, tab, actions });
  useEffect(() => {
    newest.current = { path, tab, actions };
  });
  const commands = useMemo((): readonly Command[] => {
    const whyNoTags = (): string | undefined =>
      newest.current.tab.question.tags.length > 0 ? undefined : 'This question has no tags.';
    return [
      {
        id: 'historian.run',
        title: 'Historian: Run the query',
        keys: ['Ctrl+Enter'],
        whyNot: () => whyNoTags() ?? newest.current.tab.estimate?.refusal?.text,
        run: () => void runQuery(newest.current.path),
      },
      { id: 'historian.addTags', title: 'Historian: Add tags', run: () => newest.current.actions.addTags() },
      {
        id: 'historian.save',
        title: 'Historian: Save the query',
        whyNot: () => (may('operate') ? whyNoTags() : 'Operator role needed.'),
        run: () => newest.current.actions.save(),
      },
      {
        id: 'historian.open',
        title: 'Historian: Open a saved query',
        run: () => void openQueries().then((choices) => choiceAsked('Open a query', choices)),
      },
    ];
  }, []);
  usePageCommands(commands);
}
