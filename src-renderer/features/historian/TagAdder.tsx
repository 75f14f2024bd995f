import type { ReactNode } from 'react';
import type { TagView } from '../../../src-shared/contract/devices.ts';
import { patternOf, type QuestionDraft } from '../../state/history-questions.ts';
import { PenPicker } from '../trend/PenPicker.tsx';
import { tagsAdded } from './historian-store.ts';

interface TagAdderProps {
  readonly path: string;
  readonly question: QuestionDraft;
  readonly onClose: () => void;
}

/** Adds tags to a question by name; those of texts too. */
export function TagAdder({ path, question, onClose }: TagAdderProps): ReactNode {
  const pattern = (tag: TagView): string => patternOf({ device: tag.device, tag: tag.id });
  return (
    <PenPicker
      title="Add tags"
      texts="shown"
      taken={(tag) => question.tags.includes(pattern(tag))}
      onPick={(tag) => tagsAdded(path, [pattern(tag)])}
      onClose={onClose}
    />
  );
}
