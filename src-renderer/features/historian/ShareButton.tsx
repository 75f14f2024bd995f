import { Link2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { type QuestionDraft, questionPath } from '../../state/history-questions.ts';
import { copyText } from '../../ui/copy-text.ts';

/** Copies an address that has all of the question. */
export function ShareButton({ question }: { readonly question: QuestionDraft }): ReactNode {
  const [said, setSaid] = useState('');
  const share = (): void => {
    copyText(`${location.origin}/w/${questionPath(question)}`).then(
      () => setSaid('Address copied'),
      () => setSaid('The browser does not let this page copy.'),
    );
  };
  return (
    <>
      <span className="quiet" role="status">
        {said}
      </span>
      <button type="button" className="button" disabled={question.tags.length === 0} onClick={share}>
        <Link2 size={16} strokeWidth={1.5} aria-hidden />
        Share
      </button>
    </>
  );
}
