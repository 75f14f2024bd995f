import { type FormEvent, type ReactNode, useId } from 'react';
import type { RevisionView } from '../../../src-shared/contract/config.ts';
import { useJobs } from '../../state/jobs.ts';
import { useReplayable } from '../../state/replay-edits.ts';
import { useMay } from '../../state/roles.ts';
import { Message } from '../../ui/Message.tsx';
import { formatTime } from '../../ui/time-format.ts';
import { formChanged, replayStarted, useReplay } from './replay-store.ts';

/** From when to when, of which revision, and what it is run through. */
export function ReplayForm({ revisions }: { readonly revisions: readonly RevisionView[] }): ReactNode {
  const id = useId();
  const { form, current, isDiskEdited, startFault, job } = useReplay();
  const asked = useReplayable();
  const isEngineer = useMay('configure');
  const isRunning = useJobs(({ jobs }) => jobs.some((one) => one.id === job && one.state === 'running'));
  const choices = [
    ...(asked ? [{ value: 'edits', text: `Edits of ${asked.title}, not applied (${asked.summary})` }] : []),
    ...(isDiskEdited ? [{ value: 'disk', text: 'The files on disk, not applied' }] : []),
    ...revisions
      .filter(({ revision }) => revision !== (form.before ?? current))
      .map((revision) => ({ value: String(revision.revision), text: revisionText(revision, current) })),
  ];
  const against = choices.find(({ value }) => value === form.against)?.value ?? choices[0]?.value ?? '';
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (against !== '') void replayStarted({ ...form, against });
  };
  return (
    <form className="replay-form" onSubmit={onSubmit} aria-label="Compare with history">
      <span className="replay-pair">
        <label htmlFor={`${id}-from`}>Values from</label>
        <input
          id={`${id}-from`}
          className="field replay-time"
          value={form.from}
          onChange={(event) => formChanged({ from: event.target.value })}
        />
      </span>
      <span className="replay-pair">
        <label htmlFor={`${id}-to`}>to</label>
        <input
          id={`${id}-to`}
          className="field replay-time"
          value={form.to}
          onChange={(event) => formChanged({ to: event.target.value })}
        />
      </span>
      <span className="replay-pair">
        <label htmlFor={`${id}-before`}>stored by</label>
        <select
          id={`${id}-before`}
          className="select replay-choice"
          value={form.before ?? current}
          onChange={(event) => {
            const chosen = Number(event.target.value);
            formChanged({ before: chosen === current ? null : chosen });
          }}
        >
          {revisions.map((revision) => (
            <option key={revision.revision} value={revision.revision}>
              {revisionText(revision, current)}
            </option>
          ))}
        </select>
      </span>
      <span className="replay-pair">
        <label htmlFor={`${id}-against`}>run through</label>
        <select
          id={`${id}-against`}
          className="select replay-choice"
          value={against}
          onChange={(event) => formChanged({ against: event.target.value })}
        >
          {choices.map(({ value, text }) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      </span>
      <button
        type="submit"
        className="button primary"
        disabled={!isEngineer || isRunning || against === ''}
        title={isEngineer ? undefined : 'To compare takes the role of an engineer.'}
      >
        Compare
      </button>
      {startFault ? <Message code={startFault.code} text={startFault.text} isAlert /> : null}
    </form>
  );
}

function revisionText({ revision, timestamp, comment }: RevisionView, current: number): string {
  const runs = revision === current ? ' (running)' : '';
  const about = comment === '' ? '' : ` · ${comment}`;
  return `Revision ${revision}${runs} · ${formatTime(Date.parse(timestamp))}${about}`;
}
