import type { ReactNode } from 'react';
import { replayAsked } from '../../state/replay-edits.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { formatInteger } from '../../ui/number-format.ts';
import { applyEdits, editSummary } from './edit/apply-edits.ts';
import { type ReviewLine, reviewLines } from './edit/review-lines.ts';
import { errorsOf, useTagSession } from './edit/tag-session.ts';
import { toEdits } from './edit/to-edits.ts';
import { TopicsToCome } from './TopicsToCome.tsx';

/** More than a person reads; the rest is counted. */
const SHOWN = 500;

/** Every cell that Apply would change, from what it is to what it becomes. */
export function ReviewDialog({
  device,
  title,
  onClose,
}: {
  readonly device: string;
  readonly title: string;
  readonly onClose: () => void;
}): ReactNode {
  const session = useTagSession(device);
  const { history, applied } = session;
  const lines = reviewLines(history.now, applied);
  const errors = errorsOf(session);
  return (
    <Dialog title={`Review edits of ${title}`} onClose={onClose}>
      <div className="review" tabIndex={0} role="region" aria-label="Edits">
        <p className="quiet">
          {editSummary(history.now)}
          {errors === 0 ? '' : ` · ${formatInteger(errors)} ${errors === 1 ? 'error' : 'errors'}`}
        </p>
        <TopicsToCome overlay={history.now} applied={applied} />
        <table>
          <thead>
            <tr>
              <th scope="col">Tag</th>
              <th scope="col">Field</th>
              <th scope="col">Now</th>
              <th scope="col">After Apply</th>
            </tr>
          </thead>
          <tbody>
            {lines.slice(0, SHOWN).map((line) => (
              <Line key={`${line.key} ${line.field}`} line={line} />
            ))}
          </tbody>
        </table>
        {lines.length > SHOWN ? <p className="quiet">{formatInteger(lines.length - SHOWN)} more cells.</p> : null}
      </div>
      <div className="review-actions">
        <button type="button" className="button" data-autofocus onClick={onClose}>
          Back to the table
        </button>
        <button
          type="button"
          className="button"
          disabled={errors > 0 || session.conflict !== null || lines.length === 0}
          onClick={() => {
            onClose();
            replayAsked({ device, title, summary: editSummary(history.now), edits: toEdits(history.now, applied) });
          }}
        >
          Compare with history…
        </button>
        <button
          type="button"
          className="button primary"
          disabled={errors > 0 || session.conflict !== null || lines.length === 0}
          onClick={() => {
            onClose();
            void applyEdits(device);
          }}
        >
          Apply
        </button>
      </div>
    </Dialog>
  );
}

function Line({ line: { tag, kind, field, before, after } }: { readonly line: ReviewLine }): ReactNode {
  if (kind === 'removed')
    return (
      <tr>
        <td>{tag}</td>
        <td colSpan={3}>Deleted; its history stays.</td>
      </tr>
    );
  return (
    <tr>
      <td>
        {tag}
        {kind === 'new' ? ' (new)' : ''}
      </td>
      <td>{field}</td>
      <td className="quiet">{before === '' ? '—' : before}</td>
      <td>{after === '' ? '—' : after}</td>
    </tr>
  );
}
