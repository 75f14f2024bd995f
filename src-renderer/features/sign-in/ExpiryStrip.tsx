import { type ReactNode, useEffect, useState } from 'react';
import { useSession } from '../../state/session.ts';
import { Strip } from '../../ui/Strip.tsx';
import { formatClock } from '../../ui/time-format.ts';

const WARN_MS = 10 * 60_000;
/** A longer wait than a timer can hold is taken in parts. */
const MOST_WAIT_MS = 12 * 3_600_000;

/** Says ten minutes before the session ends whatever is done, so that nobody is cut off in the middle of something. */
export function ExpiryStrip(): ReactNode {
  const untilMs = useSession((state) => state.untilMs);
  const [nowMs, setNowMs] = useState(Date.now);
  const waitMs = untilMs === null ? null : Math.max(0, untilMs - WARN_MS - nowMs);
  useEffect(() => {
    if (waitMs === null || waitMs === 0) return undefined;
    const timer = setTimeout(() => setNowMs(Date.now()), Math.min(waitMs, MOST_WAIT_MS) + 50);
    return () => clearTimeout(timer);
  }, [waitMs]);
  if (untilMs === null || waitMs !== 0) return null;
  return (
    <Strip tone="warning" announce="status">
      Your session ends at {formatClock(untilMs)}, whatever is done. Apply your edits before that; then sign in again.
    </Strip>
  );
}
