import { type ReactNode, useState } from 'react';
import { ApplyBar } from '../../ui/ApplyBar.tsx';
import { Message } from '../../ui/Message.tsx';
import { RulesReview } from './RulesReview.tsx';
import { editSummary, rulesApplied, rulesDiscarded, rulesReadAnew, useRules } from './rules-store.ts';
import { editTotal } from './topic-rules.ts';

/** What waits to be applied, and what came of the last apply. */
export function RulesApplyBar(): ReactNode {
  const { read, edits, isApplying, refusal, note } = useRules();
  const [isReviewed, setReviewed] = useState(false);
  const total = read ? editTotal(edits, read.topics) : 0;
  return (
    <>
      {refusal ? (
        <div className="rule-refusal" role="alert">
          <Message code={refusal.code} text={refusal.text} />
          {refusal.code === 'NX_REVISION_CONFLICT' ? (
            <button type="button" className="button" onClick={() => void rulesReadAnew()}>
              Read again, drop my edits
            </button>
          ) : null}
        </div>
      ) : null}
      {total === 0 ? (
        <p className="quiet rule-note" role="status">
          {note}
        </p>
      ) : (
        <ApplyBar
          summary={editSummary({ edits, read })}
          errors={0}
          isApplying={isApplying}
          onReview={() => setReviewed(true)}
          onDiscard={rulesDiscarded}
          onApply={() => void rulesApplied()}
          onError={() => undefined}
        />
      )}
      {isReviewed ? <RulesReview onClose={() => setReviewed(false)} /> : null}
    </>
  );
}
