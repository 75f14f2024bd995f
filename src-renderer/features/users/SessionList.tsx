import type { ReactNode } from 'react';
import type { SessionView } from '../../../src-shared/contract/access.ts';
import { formatTime } from '../../ui/time-format.ts';

interface SessionListProps {
  readonly sessions: readonly SessionView[];
  readonly isDisabled: boolean;
  readonly onEnd: (session: SessionView) => Promise<void>;
}

/** Where somebody is signed in; each can be ended, and its windows ask for a sign-in at once. */
export function SessionList({ sessions, isDisabled, onEnd }: SessionListProps): ReactNode {
  return (
    <section aria-label="Sessions" className="user-sessions">
      <h3>Sessions</h3>
      {sessions.length === 0 ? <p className="quiet">Not signed in.</p> : null}
      <ul>
        {sessions.map((session) => (
          <li key={session.id}>
            <span>
              from <span className="mono">{session.ip}</span> since {formatTime(Date.parse(session.since))}
              {session.locked ? ', locked' : ''}
              {session.current ? ', this one' : ''}
            </span>
            <span className="spacer" />
            <button
              type="button"
              className="button"
              disabled={isDisabled}
              aria-label={`End the session from ${session.ip} since ${formatTime(Date.parse(session.since))}`}
              onClick={() => void onEnd(session)}
            >
              End
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
