import { Plus, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { MAX_ASKED_TAGS } from '../../../src-shared/contract/history-question.ts';
import type { QuestionDraft } from '../../state/history-questions.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { questionChanged, tagsAdded } from './historian-store.ts';

interface TagChipsProps {
  readonly path: string;
  readonly question: QuestionDraft;
  /** Patterns that no tag has. */
  readonly unmatched: readonly string[];
  readonly onAdd: () => void;
}

/** Which tags a question is about: their patterns, and a box for more. */
export function TagChips({ path, question, unmatched, onAdd }: TagChipsProps): ReactNode {
  const [typed, setTyped] = useState('');
  const { tags } = question;
  const isFull = tags.length >= MAX_ASKED_TAGS;
  const take = (): void => {
    const patterns = typed.split(/[\s,;]+/).filter((each) => each !== '');
    if (patterns.length > 0) tagsAdded(path, patterns);
    setTyped('');
  };
  return (
    <div className="historian-row">
      <span className="historian-word">Tags</span>
      <ul className="historian-chips" aria-label="Tags of the question">
        {tags.map((pattern) => (
          <li key={pattern} className="historian-chip" data-unmatched={unmatched.includes(pattern) || undefined}>
            <span className="mono">{pattern}</span>
            {unmatched.includes(pattern) ? (
              <span className="historian-chip-note">
                <Glyph name="half" /> no such tag
              </span>
            ) : null}
            <button
              type="button"
              className="historian-chip-remove"
              aria-label={`Remove ${pattern}`}
              onClick={() => questionChanged(path, { tags: tags.filter((other) => other !== pattern) })}
            >
              <X size={14} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
      <input
        className="field"
        type="text"
        size={18}
        spellCheck={false}
        autoComplete="off"
        aria-label="Device/tag or topic, with +, # and *"
        placeholder="device/tag, + # * allowed"
        disabled={isFull}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={take}
        onKeyDownCapture={(event) => {
          if (event.key === 'Enter') take();
        }}
      />
      <button type="button" className="button" disabled={isFull} onClick={onAdd}>
        <Plus size={16} strokeWidth={1.5} aria-hidden />
        Pick tags
      </button>
    </div>
  );
}
