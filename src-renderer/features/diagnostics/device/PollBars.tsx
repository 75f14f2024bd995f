import type { ReactNode } from 'react';
import type { DeviceLink } from '../../../../src-shared/contract/diagnostics.ts';
import { formatInteger } from '../../../ui/number-format.ts';

const HEIGHT = 32;
const WIDTH = 6;

/** The polls of the last five minutes in stretches of 5 s: what came back upwards, what did not downwards. */
export function PollBars({ polls }: Pick<DeviceLink, 'polls'>): ReactNode {
  const most = Math.max(1, ...polls.map(({ good, failed }) => Math.max(good, failed)));
  const high = (count: number): number => (count === 0 ? 0 : Math.max(2, (count / most) * (HEIGHT / 2)));
  const sum = (of: 'good' | 'failed'): number => polls.reduce((all, stretch) => all + stretch[of], 0);
  return (
    <figure className="poll-bars">
      <svg viewBox={`0 0 ${polls.length * WIDTH} ${HEIGHT}`} role="img" aria-label="Polls of the last 5 minutes">
        <line className="poll-bars-axis" x1="0" x2={polls.length * WIDTH} y1={HEIGHT / 2} y2={HEIGHT / 2} />
        {polls.map(({ good, failed }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the place is what tells one stretch from another
          <g key={index}>
            <rect
              className="poll-bars-good"
              x={index * WIDTH}
              width={WIDTH - 1}
              y={HEIGHT / 2 - high(good)}
              height={high(good)}
            />
            <rect
              className="poll-bars-failed"
              x={index * WIDTH}
              width={WIDTH - 1}
              y={HEIGHT / 2}
              height={high(failed)}
            />
          </g>
        ))}
      </svg>
      <figcaption className="quiet">
        Polls of the last 5 minutes: {formatInteger(sum('good'))} came back (up), {formatInteger(sum('failed'))} did not
        (down)
      </figcaption>
    </figure>
  );
}
