import type { ReactNode } from 'react';
import type { ReplayResult, ReplayRow } from '../../../src-shared/contract/replay.ts';
import { firstQuestion, ownTimeZone, questionPath } from '../../state/history-questions.ts';
import { tabOpened } from '../../state/layout.ts';
import { nameOf, valueText } from './replay-columns.tsx';

interface ReplayDetailProps {
  readonly row: ReplayRow;
  readonly result: ReplayResult;
}

/** All that is known of one tag of a comparison, and what history could not tell. */
export function ReplayDetail({ row, result }: ReplayDetailProps): ReactNode {
  const { formerName, text, notes, worst, units, topic } = row;
  const show = (): void => {
    const iso = (us: number): string => new Date(us / 1_000).toISOString();
    const range = { from: iso(result.fromUs), to: iso(result.toUs), timeZone: ownTimeZone() };
    tabOpened(questionPath({ ...firstQuestion([nameOf(row)]), ...range }), 'kept');
  };
  return (
    <section className="replay-detail" aria-label={`Found of ${nameOf(row)}`}>
      <div className="replay-detail-words">
        <p>
          <strong>{nameOf(row)}</strong>
          {formerName === null ? '' : ` (was ${formerName})`} <span className="quiet">{topic}</span>
        </p>
        <p>
          {text}
          {worst ? `. Most: ${valueText(worst.before, units[0])} → ${valueText(worst.after, units[1])}.` : '.'}
        </p>
        {notes.map((note) => (
          <p key={note} className="quiet">
            {note}
          </p>
        ))}
      </div>
      {row.verdict === 'added' ? null : (
        <button type="button" className="button" onClick={show}>
          Show stored values
        </button>
      )}
    </section>
  );
}
