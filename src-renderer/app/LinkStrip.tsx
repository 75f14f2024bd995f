import type { ReactNode } from 'react';
import { useLink } from '../state/link.ts';
import { usePause } from '../state/pause.ts';
import { pauseToggled } from '../state/pause.ts';
import { formatClock } from '../ui/time-format.ts';

/** Says above every page why its values stand still. Nothing is cleared: old values with their age say more. */
export function LinkStrip(): ReactNode {
  const link = useLink((state) => state.state);
  const pausedMs = usePause((state) => state.sinceMs);
  return (
    <>
      {link.kind === 'lost' ? (
        <p className="strip" data-tone="error" role="alert">
          Gateway lost at {formatClock(link.sinceMs)}. Values below are from before that.
        </p>
      ) : null}
      {pausedMs === null ? null : (
        <p className="strip" data-tone="info" role="status">
          Live updates paused at {formatClock(pausedMs)}. Nothing is lost: values go on arriving.
          <button type="button" className="link-button" onClick={pauseToggled}>
            Resume (Ctrl+Shift+L)
          </button>
        </p>
      )}
    </>
  );
}
