import type { ReactNode } from 'react';
import { ruleCondition } from '../../../src-shared/domain/rule-words.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { MatchedTags, matchedWords, useMatchedTags } from './MatchedTags.tsx';
import type { RuleRow } from './rule-rows.ts';

interface RuleTagsDialogProps {
  /** Of topics. */
  readonly row: RuleRow;
  readonly onClose: () => void;
}

/** Which tags a rule of topics judges, and how often it hit each. */
export function RuleTagsDialog({ row, onClose }: RuleTagsDialogProps): ReactNode {
  const pattern = row.topic?.pattern ?? '';
  const place = row.state === 'new' ? undefined : Number(row.key.slice('topic/'.length));
  const matched = useMatchedTags(pattern, place);
  return (
    <Dialog title={`Tags of “${ruleCondition(row.rule)}”`} onClose={onClose}>
      <div className="rule-form">
        <p>
          <span className="mono">{pattern}</span>{' '}
          <span className="quiet">{matched && matchedWords(matched.total)}</span>
        </p>
        {matched ? <MatchedTags matched={matched} onGo={onClose} /> : <Waiting text="Looking for its tags…" />}
      </div>
    </Dialog>
  );
}
