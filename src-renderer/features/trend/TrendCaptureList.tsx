import { X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { TrendCapture } from '../../../src-shared/domain/trend-trigger.ts';
import { captureRemoved, type Trend } from '../../state/trends.ts';
import { formatTime } from '../../ui/time-format.ts';
import type { HistoryPen } from './history-loader.ts';
import { type Captures, triggerWords } from './use-captures.ts';

interface TrendCaptureListProps {
  readonly trend: Trend;
  readonly pens: readonly HistoryPen[];
  readonly captures: Captures;
  /** Looks for moments in the range in sight. */
  readonly onFind: () => Promise<number>;
  readonly onChange: () => void;
  readonly onShow: (capture: TrendCapture) => void;
}

/** The trigger of a trend, whether it is watched, and what it kept, newest first. */
export function TrendCaptureList(props: TrendCaptureListProps): ReactNode {
  const { trend, pens, captures } = props;
  const [found, setFound] = useState<number>();
  const { trigger } = trend;
  const pen = pens.find(({ slot }) => slot === trigger?.pen);
  if (!trigger && trend.captures.length === 0) return null;
  return (
    <section aria-label="Captures" className="trend-captures">
      <h2>Captures</h2>
      {trigger ? (
        <>
          <p role="status">
            {captures.isWatching ? '● Watching: ' : '○ Not watched: '}
            {pen ? triggerWords(trigger, pen) : `pen ${trigger.pen}, which is not there`}
            {found === undefined ? '' : `. ${found} found in sight.`}
          </p>
          <p className="trend-capture-actions">
            <button type="button" className="link-button" onClick={() => captures.watch(!captures.isWatching)}>
              {captures.isWatching ? 'Stop' : 'Watch'}
            </button>
            <button
              type="button"
              className="link-button"
              onClick={() => void props.onFind().then(setFound, () => setFound(undefined))}
            >
              Find in sight
            </button>
            <button type="button" className="link-button" onClick={props.onChange}>
              Change…
            </button>
          </p>
        </>
      ) : null}
      <ul className="trend-note-list">
        {trend.captures.toReversed().map((capture) => (
          <li key={`${capture.atUs} ${capture.text}`}>
            <button type="button" className="trend-pen-name" title={capture.text} onClick={() => props.onShow(capture)}>
              <span className="quiet">{formatTime(capture.atUs / 1_000)}</span> {capture.text}
            </button>
            <button
              type="button"
              className="icon-button"
              aria-label={`Remove the capture of ${formatTime(capture.atUs / 1_000)}`}
              onClick={() => captureRemoved(trend.id, capture)}
            >
              <X size={14} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
