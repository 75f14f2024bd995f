import type { ReactNode } from 'react';
import { ruleSentence } from '../../../src-shared/domain/rule-words.ts';
import type { FormValue } from '../../forms/form-field.ts';
import { writtenRule } from '../../forms/rule-form.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { rulesApplied, useRules } from './rules-store.ts';
import { keyOfPlace, stateOf } from './topic-rules.ts';

const WORDS = { edited: 'Edited', new: 'New', removed: 'Removed' } as const;

const inWords = (form: FormValue): string => `${String(form['topic'])}: ${ruleSentence(writtenRule(form))}`;

/** Every rule that Apply would change, from what it is to what it becomes. */
export function RulesReview({ onClose }: { readonly onClose: () => void }): ReactNode {
  const topics = useRules(({ read }) => read?.topics);
  const rules = useRules(({ edits }) => edits.now);
  const applied = topics ?? [];
  const lines = rules.flatMap((rule) => {
    const state = stateOf(rule, applied);
    const before = applied.find((_, at) => keyOfPlace(at) === rule.key);
    return state === 'same' ? [] : [{ rule, state, before }];
  });
  return (
    <Dialog title="Review edits of quality rules" onClose={onClose}>
      <div className="rule-form">
        <ul className="rule-review">
          {lines.map(({ rule, state, before }) => (
            <li key={rule.key}>
              <strong>{WORDS[state]}</strong>
              {before && state !== 'new' ? <p className="quiet rule-removed">{inWords(before)}</p> : null}
              {state === 'removed' ? null : <p>{inWords(rule.form)}</p>}
            </li>
          ))}
        </ul>
        <p className="quiet">Devices with tags of these topics are started anew; their counters begin at 0.</p>
        <div className="rule-actions">
          <button type="button" className="button" data-autofocus onClick={onClose}>
            Back
          </button>
          <button
            type="button"
            className="button primary"
            disabled={lines.length === 0}
            onClick={() => {
              onClose();
              void rulesApplied();
            }}
          >
            Apply
          </button>
        </div>
      </div>
    </Dialog>
  );
}
