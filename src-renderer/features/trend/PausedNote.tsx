import { type ReactNode, useEffect, useRef, useState } from 'react';
import { liveLoop } from '../../state/live-loop.ts';
import { formatInteger } from '../../ui/number-format.ts';
import { Strip } from '../../ui/Strip.tsx';
import { formatClock } from '../../ui/time-format.ts';
import type { HistoryPen } from './history-loader.ts';

interface PausedNoteProps {
  readonly pens: readonly HistoryPen[];
  readonly onResume: () => void;
}

/** Says that the picture stands still and how much arrived since: the recording goes on. */
export function PausedNote({ pens, onResume }: PausedNoteProps): ReactNode {
  const [pausedAtMs] = useState(() => Date.now());
  const count = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const total = (): number => pens.reduce((sum, pen) => sum + pen.model.buffer.total, 0);
    const before = total();
    return liveLoop.add(() => {
      const text = formatInteger(total() - before);
      if (!count.current || count.current.textContent === text) return 0;
      count.current.textContent = text;
      return 1;
    });
  }, [pens]);
  return (
    <Strip tone="info" announce="none">
      <span>
        Paused at {formatClock(pausedAtMs)} · <span ref={count}>0</span> new samples
      </span>
      <button type="button" className="link-button" onClick={onResume}>
        Resume (End)
      </button>
    </Strip>
  );
}
