import { type FormEvent, type ReactNode, useState } from 'react';
import type { Lineage } from '../../../src-shared/contract/lineage.ts';
import { catalogueAsked } from '../../state/catalogue-requests.ts';
import { tagAsked } from '../../state/tag-requests.ts';
import type { TagRef } from '../../state/tags.ts';
import { addToTrend } from '../../state/trends.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { ErrorStrip, Kept } from '../../ui/ErrorStrip.tsx';
import { Strip } from '../../ui/Strip.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { timeText } from './lineage-words.ts';
import { NodeView } from './NodeView.tsx';
import { TraceView } from './TraceView.tsx';
import { useLineage } from './use-lineage.ts';
import './lineage.css';

interface LineagePageProps {
  readonly tag: TagRef;
  /** A moment, µs since 1970; undefined: now. */
  readonly atUs: number | undefined;
}

/** Where the values of a tag come from: a stored one, and one of now. */
export function LineagePage({ tag, atUs }: LineagePageProps): ReactNode {
  const [at, setAt] = useState(() => (atUs === undefined ? 'now' : isoText(atUs)));
  const { lineage, reason, readAgain } = useLineage(tag, at);
  const notRead = `Where ${tag.device}/${tag.tag} comes from could not be read.`;
  if (!lineage && reason !== '') return <ErrorState title={notRead} cause={reason} onRetry={readAgain} />;
  if (!lineage) return <Waiting text="Looking for where it comes from…" onRetry={readAgain} />;
  const show = (next: string): void => {
    if (next === at) readAgain();
    else setAt(next);
  };
  return (
    <Kept isOld={reason !== ''}>
      {reason === '' ? null : <ErrorStrip title={notRead} cause={reason} onRetry={readAgain} />}
      <Toolbar tag={tag} at={at} onShow={show} />
      {lineage.isCertain ? null : (
        <Strip tone="warning" announce="status">
          No revision is kept of when this point was made, or the tag was not in it. What is told is the nearest that is
          known.
        </Strip>
      )}
      <div className="lineage">
        <Stored lineage={lineage} />
        {lineage.nodes[0]?.source === 'device' ? <TraceView key={`${tag.device}/${tag.tag}`} tag={tag} /> : null}
      </div>
    </Kept>
  );
}

function Toolbar({
  tag,
  at,
  onShow,
}: {
  readonly tag: TagRef;
  readonly at: string;
  readonly onShow: (at: string) => void;
}): ReactNode {
  const [typed, setTyped] = useState(at);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onShow(typed.trim() === '' ? 'now' : typed.trim());
  };
  return (
    <form className="toolbar" onSubmit={submit}>
      <label htmlFor="lineage-at">Point at</label>
      <input
        id="lineage-at"
        className="field lineage-at"
        value={typed}
        spellCheck={false}
        title="now, now-1h, 2026-02-03T08:00:00Z"
        onChange={(event) => setTyped(event.target.value)}
      />
      <button type="submit" className="button">
        Show
      </button>
      <span className="spacer" />
      <button type="button" className="button" onClick={() => tagAsked(tag)}>
        Tag table
      </button>
      <button type="button" className="button" onClick={() => addToTrend([tag])}>
        Add to trend
      </button>
      <button type="button" className="button" onClick={() => catalogueAsked(`dev:"${tag.device}" name:"${tag.tag}"`)}>
        Catalogue
      </button>
    </form>
  );
}

function Stored({ lineage }: { readonly lineage: Lineage }): ReactNode {
  const [root, ...inputs] = lineage.nodes;
  if (!root) return null;
  return (
    <section className="lineage-card" aria-labelledby="lineage-stored">
      <h2 id="lineage-stored">
        {root.name} of {root.deviceName}
      </h2>
      <p className="quiet">
        {revisionText(lineage)}{' '}
        {lineage.storedSinceUs === null
          ? 'Nothing is stored of it yet.'
          : `Stored since ${timeText(lineage.storedSinceUs)}.`}
      </p>
      <NodeView node={root} lineage={lineage} />
      {inputs.map((node) => (
        <div key={`${node.device}/${node.tag}`} className="lineage-input">
          <h3>
            {node.name} of {node.deviceName}
          </h3>
          <NodeView node={node} lineage={lineage} />
        </div>
      ))}
      {lineage.isCut ? <p className="quiet">There are more inputs than are shown; open one of them to go on.</p> : null}
    </section>
  );
}

function revisionText({ revision, current }: Lineage): string {
  if (!revision) return 'Other gateways have revisions of their own.';
  const { number, timeUs, author, comment } = revision;
  const about = comment === '' ? '' : `, “${comment}”`;
  const by = `of ${timeText(timeUs)} by ${author}${about}`;
  return number === current
    ? `By revision ${number} ${by}, which runs now.`
    : `By revision ${number} ${by}, which was in force then.`;
}

/** ISO 8601 in UTC to the microsecond, as the gateway reads it. */
function isoText(us: number): string {
  const ms = Math.floor(us / 1_000);
  return new Date(ms).toISOString().replace('Z', `${String(us - ms * 1_000).padStart(3, '0')}Z`);
}
