import type { ReactNode } from 'react';
import { parseCondition } from '../../../src-shared/domain/condition.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { type QueryTab, questionChanged } from './historian-store.ts';
import { ShapeRow } from './ShapeRow.tsx';
import { TagChips } from './TagChips.tsx';
import { TimeRow } from './TimeRow.tsx';
import { TypedField } from './TypedField.tsx';

interface QuestionBuilderProps {
  readonly path: string;
  readonly tab: QueryTab;
  readonly onAddTags: () => void;
}

/** The question as a sentence: tags, time, shape, condition. */
export function QuestionBuilder({ path, tab, onAddTags }: QuestionBuilderProps): ReactNode {
  const { question } = tab;
  return (
    <div className="historian-builder" role="group" aria-label="Question">
      <TagChips path={path} question={question} unmatched={tab.estimate?.unmatched ?? []} onAdd={onAddTags} />
      <TimeRow path={path} tab={tab} />
      <ShapeRow path={path} question={question}>
        <TypedField
          label="Only when"
          value={question.when}
          placeholder="boiler-1/burner = 1"
          widthCh={24}
          check={conditionFault}
          messageId="NX_REQUEST_INVALID"
          onChange={(when) => questionChanged(path, { when })}
        />
      </ShapeRow>
    </div>
  );
}

function conditionFault(text: string): string | undefined {
  try {
    parseCondition(text);
    return undefined;
  } catch (error) {
    return toNexusError(error).text;
  }
}
