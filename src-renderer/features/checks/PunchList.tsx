import type { ReactNode } from 'react';
import type { CheckLoopView } from '../../../src-shared/contract/check-loops.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { formatClock } from './clock-text.ts';

interface PunchListProps {
  readonly loop: CheckLoopView;
  readonly mayClose: boolean;
  readonly onClose: (id: string) => void;
}

/** The defects of a loop, and who mended them. */
export function PunchList({ loop, mayClose, onClose }: PunchListProps): ReactNode {
  if (loop.punch.length === 0) return null;
  return (
    <section className="punch-list" aria-label={`Punch list of ${loop.name}`}>
      <h3>Punch list</h3>
      <ul>
        {loop.punch.map(({ id, text, by, at, closedBy, closedAt }) => (
          <li key={id}>
            <Glyph name={closedBy === null ? 'bad' : 'done'} />
            <span>{closedBy === null ? 'Open' : 'Closed'}</span>
            <span className="punch-text">
              {text}{' '}
              <span className="quiet">
                {by} {formatClock(at)}
                {closedBy === null ? '' : `, closed by ${closedBy} ${formatClock(closedAt!)}`}
              </span>
            </span>
            {mayClose && closedBy === null ? (
              <button type="button" className="button" onClick={() => onClose(id)}>
                Close
              </button>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
