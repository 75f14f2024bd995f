import { type ReactNode, useMemo, useState } from 'react';
import type { ReplayResult, ReplayRow } from '../../../src-shared/contract/replay.ts';
import { type Job, useJobs } from '../../state/jobs.ts';
import { selected } from '../../state/selection.ts';
import { wantTags } from '../../state/tags.ts';
import { DataGrid } from '../../ui/DataGrid.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { FilterBox } from '../../ui/FilterBox.tsx';
import { Message } from '../../ui/Message.tsx';
import { formatInteger } from '../../ui/number-format.ts';
import { formatTime } from '../../ui/time-format.ts';
import { Waiting } from '../../ui/Waiting.tsx';
import { ReplayDetail } from './ReplayDetail.tsx';
import { nameOf, REPLAY_COLUMNS } from './replay-columns.tsx';
import { useReplayResult } from './use-replay-result.ts';

/** A comparison, from its first point to its table. */
export function ReplayOutcome({ id }: { readonly id: string }): ReactNode {
  const job = useJobs(({ jobs }) => jobs.find((one) => one.id === id));
  const { result, fault, readAgain } = useReplayResult(id, job?.state);
  if (result) return <Found result={result} />;
  if (job?.state === 'running') return <Running job={job} />;
  if (job?.state === 'failed' || job?.state === 'cancelled')
    return (
      <div className="replay-about">
        <Message code={`job.${job.state}`} text={job.text} tone={job.state === 'failed' ? 'error' : 'quiet'} isAlert />
      </div>
    );
  if (fault)
    return (
      <ErrorState title="What was found could not be read." cause={fault.text} code={fault.code} onRetry={readAgain} />
    );
  return <Waiting text="Reading what was found…" onRetry={readAgain} />;
}

function Running({ job }: { readonly job: Job }): ReactNode {
  return (
    <div className="replay-running">
      {job.progress === null ? (
        <progress aria-label="Comparison" />
      ) : (
        <progress aria-label="Comparison" value={job.progress} max={1} />
      )}
      <span role="status">{job.text || 'Begins…'}</span>
      <button type="button" className="button" onClick={job.cancel}>
        Cancel
      </button>
    </div>
  );
}

function Found({ result }: { readonly result: ReplayResult }): ReactNode {
  const { rows, rowsLeftOut, summary, tags } = result;
  const [filter, setFilter] = useState('');
  const [picked, setPicked] = useState<ReplayRow>();
  const shown = useMemo(() => {
    const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) return rows;
    return rows.filter((row) => {
      const text = `${nameOf(row)} ${row.topic} ${row.verdict} ${row.text}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
  }, [rows, filter]);
  const pick = ([first]: readonly ReplayRow[]): void => {
    setPicked(first);
    if (!first) return;
    // The inspector shows what is known of it.
    void wantTags(first.device);
    selected({ kind: 'tags', tags: [{ device: first.device, tag: first.tag }] });
  };
  return (
    <>
      <div className="replay-summary">
        <p role="status">{summary}</p>
        <p className="quiet">{aboutWords(result)}</p>
      </div>
      {rows.length === 0 ? null : (
        <>
          <div className="toolbar">
            <FilterBox label="Filter tags" value={filter} onChange={setFilter} />
            <span className="quiet">
              {formatInteger(shown.length)} of {formatInteger(rows.length + rowsLeftOut)} shown
              {rowsLeftOut > 0 ? ', of which only those that differ most are here' : ''}
            </span>
          </div>
          <DataGrid
            label="Tags that were compared"
            rows={shown}
            columns={REPLAY_COLUMNS}
            rowKey={nameOf}
            resetOn={`${result.fromUs} ${result.after}`}
            onSelect={pick}
          />
          {picked ? <ReplayDetail row={picked} result={result} /> : null}
        </>
      )}
      {rows.length === 0 && tags.untouched > 0 ? (
        <p className="replay-about quiet">Both process every tag the same way, so that nothing had to be read.</p>
      ) : null}
    </>
  );
}

function aboutWords({ before, after, fromUs, toUs, points, tags }: ReplayResult): string {
  const at = (us: number): string => formatTime(us / 1_000);
  const untouched = tags.untouched > 0 ? ` ${tagsText(tags.untouched)} processed the same way.` : '';
  const what = `${before.charAt(0).toUpperCase()}${before.slice(1)} against ${after}`;
  return `${what}, ${at(fromUs)} to ${at(toUs)}, ${formatInteger(points)} stored points.${untouched}`;
}

const tagsText = (count: number): string => (count === 1 ? '1 tag is' : `${formatInteger(count)} tags are`);
