import type { ReactNode } from 'react';
import type { TrendEvent } from '../../../src-shared/contract/trends.ts';
import type { TrendEventKind } from '../../../src-shared/domain/trend-event.ts';
import type { TimeRange } from '../../charts/time-view.ts';
import { formatInteger } from '../../ui/number-format.ts';
import { formatTime } from '../../ui/time-format.ts';
import { EVENT_WORDS } from './event-words.ts';
import type { KnownEvents } from './use-events.ts';

interface TrendEventListProps {
  readonly kinds: readonly TrendEventKind[];
  readonly known: KnownEvents;
  /** In sight. */
  readonly range: TimeRange;
  readonly onOpen: (event: TrendEvent) => void;
}

/** More is read in the pages that the events belong to. */
const SHOWN = 50;

/** The events in sight, newest first, each as a way to its page: the twin of pressing its tick. */
export function TrendEventList({ kinds, known, range, onOpen }: TrendEventListProps): ReactNode {
  if (kinds.length === 0) return null;
  const isInSight = ({ atUs, toUs, isOver }: TrendEvent): boolean =>
    atUs <= range.toUs && (toUs ?? (isOver ? atUs : range.toUs)) >= range.fromUs;
  const seen = known.events.filter((event) => kinds.includes(event.kind) && isInSight(event)).toReversed();
  const notes = [
    ...(seen.length > SHOWN || known.more
      ? [`The newest ${formatInteger(Math.min(SHOWN, seen.length))} are listed.`]
      : []),
    ...(kinds.includes('outage') && known.outagesFromUs > range.fromUs
      ? [`Outages are known from ${formatTime(known.outagesFromUs / 1_000)} on, when the gateway started.`]
      : []),
  ];
  return (
    <>
      <h2>Events</h2>
      {seen.length === 0 ? <p className="quiet">None in sight.</p> : null}
      <ul className="trend-event-list">
        {seen.slice(0, SHOWN).map((event) => (
          <li key={`${event.kind} ${event.atUs} ${event.text}`}>
            <button type="button" className="trend-pen-name" title={event.text} onClick={() => onOpen(event)}>
              <span className="quiet">
                {formatTime(event.atUs / 1_000)} {EVENT_WORDS[event.kind]}
              </span>
              <br />
              {event.text}
            </button>
          </li>
        ))}
      </ul>
      {notes.map((note) => (
        <p key={note} className="quiet">
          {note}
        </p>
      ))}
    </>
  );
}
