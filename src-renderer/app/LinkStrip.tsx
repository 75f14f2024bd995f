import type { ReactNode } from 'react';
import { DrillStrip } from '../features/drill/DrillStrip.tsx';
import { ExpiryStrip } from '../features/sign-in/ExpiryStrip.tsx';
import { useLink } from '../state/link.ts';
import { pauseToggled, usePause } from '../state/pause.ts';
import { rolesTitle } from '../state/roles.ts';
import { triedEnded, useTriedRoles } from '../state/tried-roles.ts';
import { Strip } from '../ui/Strip.tsx';
import { formatClock } from '../ui/time-format.ts';

/** Says above every page why its values stand still. Nothing is cleared: old values with their age say more. */
export function LinkStrip(): ReactNode {
  const link = useLink((state) => state.state);
  const pausedMs = usePause((state) => state.sinceMs);
  const tried = useTriedRoles(({ roles }) => roles);
  return (
    <>
      {link.kind === 'lost' ? (
        <Strip tone="error" announce="alert">
          Gateway lost at {formatClock(link.sinceMs)}. Values below are from before that.
        </Strip>
      ) : null}
      <DrillStrip />
      <ExpiryStrip />
      {pausedMs === null ? null : (
        <Strip tone="info" announce="status">
          Live updates paused at {formatClock(pausedMs)}. Nothing is lost: values go on arriving.
          <button type="button" className="link-button" onClick={pauseToggled}>
            Resume (Ctrl+Shift+L)
          </button>
        </Strip>
      )}
      {tried === null ? null : (
        <Strip tone="info" announce="status">
          These are the screens of the role {rolesTitle(tried)}. What you may yourself is as before.
          <button type="button" className="link-button" onClick={triedEnded}>
            Stop
          </button>
        </Strip>
      )}
    </>
  );
}
