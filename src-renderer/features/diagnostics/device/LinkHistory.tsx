import type { ReactNode } from 'react';
import type { LinkTransition } from '../../../../src-shared/contract/diagnostics.ts';
import { messageId } from '../../../../src-shared/errors/message-ids.ts';
import { tabOpened } from '../../../state/layout.ts';
import { Glyph } from '../../../ui/Glyph.tsx';
import { formatInteger } from '../../../ui/number-format.ts';
import { formatTime } from '../../../ui/time-format.ts';
import { STEP_WORDS } from './link-words.ts';

interface LinkHistoryProps {
  readonly device: string;
  /** Newest first. */
  readonly transitions: readonly LinkTransition[];
}

/** What the link of a device went through, with why. */
export function LinkHistory({ device, transitions }: LinkHistoryProps): ReactNode {
  return (
    <section aria-label="Changes of the connection">
      <h2>
        Last {transitions.length === 1 ? 'change' : `${transitions.length} changes`}
        <button
          type="button"
          className="link-button link-traffic"
          onClick={() => tabOpened(`device/${device}/traffic`, 'kept')}
        >
          Show traffic
        </button>
      </h2>
      <table className="link-history">
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Became</th>
            <th scope="col">Times</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {transitions.map(({ to, timeUs, times, reason }) => (
            <tr key={`${timeUs} ${to}`}>
              <td className="mono">{formatTime(timeUs / 1_000)}</td>
              <td>
                <span className="link-step" data-step={to}>
                  <Glyph name={STEP_WORDS[to].glyph} /> {STEP_WORDS[to].word}
                </span>
              </td>
              <td>{formatInteger(times)}</td>
              <td data-msg={reason ? messageId(reason.code) : undefined}>{reason?.text ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
