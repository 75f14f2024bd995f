import type { ReactNode } from 'react';
import { tabOpened } from '../../state/layout.ts';
import { useLink } from '../../state/link.ts';
import { useSystem } from '../../state/system.ts';
import { NoFigures } from '../../ui/NoFigures.tsx';
import { formatClock } from '../../ui/time-format.ts';
import { BalanceTable } from './BalanceTable.tsx';
import { DevicePolls } from './DevicePolls.tsx';
import { EngineParts } from './EngineParts.tsx';
import { useUnlessPaused } from './use-unless-paused.ts';
import './diagnostics.css';

/** Where every point went, how each part of the engine stands, and how polling goes. Once a second. */
export function DiagnosticsPage(): ReactNode {
  const status = useUnlessPaused(useSystem((state) => state.status));
  const isOpen = useLink((link) => link.state.kind === 'open');
  if (!status) return <NoFigures />;
  return (
    <div className="diagnostics" data-stale={!isOpen || undefined}>
      <p className="diagnostics-as-of quiet">
        As of <span className="diagnostics-clock">{formatClock(status.timeUs / 1_000)}</span>
        {isOpen ? '' : ', before the gateway was lost'}
      </p>
      <p>
        <button type="button" className="link-button" onClick={() => tabOpened('drills', 'kept')}>
          Outage drills
        </button>{' '}
        <span className="quiet">cut a link on purpose and prove that nothing is lost</span>
      </p>
      <BalanceTable balance={status.balance} />
      <EngineParts status={status} />
      <DevicePolls />
    </div>
  );
}
