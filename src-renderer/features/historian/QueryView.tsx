import { type ReactNode, useEffect, useState } from 'react';
import { patternOf } from '../../state/history-questions.ts';
import { useLink } from '../../state/link.ts';
import { useTagDrop } from '../../ui/use-tag-drop.ts';
import { useHistorianCommands } from './historian-commands.ts';
import { type QueryTab, tagsAdded } from './historian-store.ts';
import { QuestionBuilder } from './QuestionBuilder.tsx';
import { ResultArea } from './ResultArea.tsx';
import { RunBar } from './RunBar.tsx';
import { estimateQuery } from './run-query.ts';
import { SaveDialog } from './SaveDialog.tsx';
import { SqlPane } from './SqlPane.tsx';
import { TagAdder } from './TagAdder.tsx';

/** While somebody writes, nothing is asked. */
const ESTIMATE_AFTER_MS = 400;

/** One question with its answer. */
export function QueryView({ path, tab }: { readonly path: string; readonly tab: QueryTab }): ReactNode {
  const [dialog, setDialog] = useState<'none' | 'tags' | 'save'>('none');
  const isOpen = useLink(({ state }) => state.kind === 'open');
  const drop = useTagDrop((tags) => tagsAdded(path, tags.map(patternOf)));
  const { question } = tab;
  useEffect(() => {
    if (!isOpen) return undefined;
    const stop = new AbortController();
    const timer = setTimeout(() => void estimateQuery(path, stop.signal), ESTIMATE_AFTER_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
    // biome-ignore lint/correctness/useExhaustiveDependencies: another question is looked at anew
  }, [path, question, isOpen]);
  const close = (): void => setDialog('none');
  const actions = { addTags: () => setDialog('tags'), save: () => setDialog('save') };
  useHistorianCommands(path, tab, actions);
  return (
    <div className="historian-query" {...drop}>
      <QuestionBuilder path={path} tab={tab} onAddTags={actions.addTags} />
      <RunBar path={path} tab={tab} onSave={actions.save} />
      {tab.sql === 'shown' ? <SqlPane tab={tab} /> : null}
      <ResultArea path={path} tab={tab} onAddTags={actions.addTags} />
      {dialog === 'tags' ? <TagAdder path={path} question={question} onClose={close} /> : null}
      {dialog === 'save' ? <SaveDialog path={path} tab={tab} onClose={close} /> : null}
    </div>
  );
}
