import { ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { useDevices } from '../../state/devices.ts';
import { tabOpened } from '../../state/layout.ts';
import { useLink } from '../../state/link.ts';
import { RATES, rateHistory } from '../../state/rate-history.ts';
import { useSystem } from '../../state/system.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { NoFigures } from '../../ui/NoFigures.tsx';
import { Strip } from '../../ui/Strip.tsx';
import { formatClock } from '../../ui/time-format.ts';
import { GatewayFacts } from './GatewayFacts.tsx';
import { NeedsAttention } from './NeedsAttention.tsx';
import { OtherGateways } from './OtherGateways.tsx';
import { pipelineStages, type Rates, type Stage } from './pipeline-stages.ts';
import { SinkTable } from './SinkTable.tsx';
import { StageCard } from './StageCard.tsx';
import { StageEffects } from './StageEffects.tsx';
import './system.css';

/** Sinks commit in batches; over this long their rates can be compared. */
const AVERAGE_S = 10;

/** The whole way of the points in one look, and what needs somebody. Once a second. */
export function SystemPage(): ReactNode {
  const status = useSystem((state) => state.status);
  const isOpen = useLink((link) => link.state.kind === 'open');
  const hasDevices = useDevices((devices) => devices.list.length > 0);
  if (!status) return <NoFigures />;
  if (!hasDevices) return <NoDevices />;
  const stages = pipelineStages(status, currentRates());
  return (
    <>
      {isOpen ? null : (
        <Strip tone="warning" announce="none">
          The gateway is lost. This is the picture of {formatClock(status.timeUs / 1_000)}.
        </Strip>
      )}
      <div className="system" data-stale={!isOpen || undefined}>
        <Pipeline stages={stages} />
        <p className="quiet pipeline-span">Curves: the last {rateHistory.spanS / 60} minutes.</p>
        <StageEffects stages={stages} />
        <SinkTable status={status} />
        <div className="system-cards">
          <NeedsAttention />
          <GatewayFacts status={status} />
          <OtherGateways />
        </div>
      </div>
    </>
  );
}

const currentRates = (): Rates =>
  Object.fromEntries(RATES.map((rate) => [rate, rateHistory.average(rate, AVERAGE_S)])) as Rates;

function Pipeline({ stages }: { readonly stages: readonly Stage[] }): ReactNode {
  const [devices, gateway, log, ...sinks] = stages as readonly [Stage, Stage, Stage, ...Stage[]];
  return (
    <div className="pipeline" role="group" aria-label="Pipeline">
      {[devices, gateway, log].map((stage) => (
        <div key={stage.key} className="pipeline-step">
          <StageCard stage={stage} />
          <ArrowRight className="pipeline-arrow" size={20} strokeWidth={1.5} aria-hidden />
        </div>
      ))}
      <div className="pipeline-sinks">
        {sinks.map((stage) => (
          <StageCard key={stage.key} stage={stage} />
        ))}
      </div>
    </div>
  );
}

function NoDevices(): ReactNode {
  return (
    <EmptyState text="The way of the points shows here as soon as a device is polled.">
      <button type="button" className="button primary" onClick={() => tabOpened('devices', 'kept')}>
        Connect a device
      </button>
      <button type="button" className="button" onClick={() => tabOpened('welcome', 'kept')}>
        Start the demo plant
      </button>
    </EmptyState>
  );
}
