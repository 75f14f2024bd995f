import type { ReactNode } from 'react';
import { type Job, useJobs } from '../../state/jobs.ts';
import { tabOpened } from '../../state/layout.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Glyph, type GlyphName } from '../../ui/Glyph.tsx';
import { formatAge, formatClock } from '../../ui/time-format.ts';
import './panel.css';

/** Long work of this page and of the gateway, newest first: how far it is, and how it ended. */
export function JobsPanel(): ReactNode {
  const jobs = useJobs((state) => state.jobs);
  if (jobs.length === 0) {
    return (
      <div className="panel-view">
        <EmptyState text="No jobs yet. Exports, imports and tests that take a while stand here while they run and after they ended.">
          <button type="button" className="button" onClick={() => tabOpened('devices', 'kept')}>
            Show the devices
          </button>
        </EmptyState>
      </div>
    );
  }
  return (
    <div className="panel-view">
      <ul className="jobs" aria-label="Jobs" tabIndex={0}>
        {jobs.map((job) => (
          <JobLine key={job.id} job={job} />
        ))}
      </ul>
    </div>
  );
}

const STATES: Readonly<Record<Job['state'], { readonly glyph: GlyphName; readonly word: string }>> = {
  running: { glyph: 'connecting', word: 'Running' },
  done: { glyph: 'done', word: 'Done' },
  failed: { glyph: 'bad', word: 'Not done' },
  cancelled: { glyph: 'off', word: 'Cancelled' },
};

function JobLine({ job }: { readonly job: Job }): ReactNode {
  const { glyph, word } = STATES[job.state];
  const isRunning = job.state === 'running';
  return (
    <li className="job">
      <span className="job-state">
        <Glyph name={glyph} />
        {word}
      </span>
      <span className="job-title">{job.title}</span>
      <span className="job-text">
        {isRunning ? <Progress job={job} /> : null}
        <span className="job-words" title={job.text} role={isRunning ? undefined : 'status'}>
          {job.text}
        </span>
      </span>
      <span className="job-time quiet">{timeOf(job)}</span>
      <span className="job-actions">
        {isRunning && job.cancel ? (
          <button type="button" className="button" aria-label={`Cancel: ${job.title}`} onClick={job.cancel}>
            Cancel
          </button>
        ) : null}
        {job.save ? (
          <button type="button" className="button" aria-label={`Save the file: ${job.title}`} onClick={job.save}>
            Save
          </button>
        ) : null}
        {job.show ? (
          <button type="button" className="button" aria-label={`Show: ${job.title}`} onClick={job.show}>
            Show
          </button>
        ) : null}
      </span>
    </li>
  );
}

function Progress({ job: { title, progress } }: { readonly job: Job }): ReactNode {
  if (progress === null) return <progress aria-label={title} />;
  return (
    <>
      <progress aria-label={title} value={progress} max={1} />
      {Math.round(100 * progress)} %
    </>
  );
}

function timeOf({ startedMs, endedMs }: Job): string {
  const started = formatClock(startedMs);
  return endedMs === null ? started : `${started}, ${formatAge((endedMs - startedMs) / 1_000)}`;
}
