import type { ReactNode } from 'react';
import { drillEnded, useDrill } from '../../state/drill.ts';
import { tabOpened } from '../../state/layout.ts';
import { useMay } from '../../state/roles.ts';
import { Strip } from '../../ui/Strip.tsx';
import { namesOf, runningWords } from './drill-words.ts';

/** Says in every window that links are cut on purpose, until when, and ends it. */
export function DrillStrip(): ReactNode {
  const running = useDrill((state) => state.running);
  const [mayDrill, mayOperate] = [useMay('drill'), useMay('operate')];
  if (!running) return null;
  return (
    <Strip tone={running.phase === 'cut' ? 'warning' : 'info'} announce="status">
      Outage drill by {running.actor}: {namesOf(running.targets)} {runningWords(running)}.
      {mayDrill || mayOperate ? (
        <button type="button" className="link-button" onClick={() => void drillEnded(running)}>
          End now
        </button>
      ) : null}
      <button type="button" className="link-button" onClick={() => tabOpened('drills', 'kept')}>
        Show
      </button>
    </Strip>
  );
}
