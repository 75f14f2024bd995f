import type { ReactNode } from 'react';
import type { RemoteView, SystemStatus } from '../../../src-shared/contract/system.ts';
import { formatByteSize } from '../../../src-shared/domain/byte-size.ts';
import { gatewayAheadS } from '../../state/gateway-clock.ts';
import { tabOpened } from '../../state/layout.ts';
import { useSystem } from '../../state/system.ts';
import { formatDecimals, formatInteger } from '../../ui/number-format.ts';
import { formatAge } from '../../ui/time-format.ts';

/** The computer that runs the engine, and what happened since its start. */
export function GatewayFacts({ status }: { readonly status: SystemStatus }): ReactNode {
  const info = useSystem((state) => state.info);
  const { process, balance, reconnects, writes, remote, historian } = status;
  const lost = balance.rejected + balance.sinks.reduce((sum, sink) => sum + sink.dropped + sink.quarantined, 0);
  const aheadS = gatewayAheadS();
  return (
    <>
      <section className="system-card" aria-label="This gateway">
        <h2>Gateway {info?.gateway}</h2>
        <dl className="system-facts">
          <Fact name="Processor" text={`${formatInteger(process.cpuPercent)}\u00a0% of one core`} />
          <Fact name="Memory" text={formatByteSize(process.rssBytes)} />
          {historian.store === undefined ? null : <Fact name="History in" text={historian.store} />}
          <Fact name="Up" text={formatAge(process.uptimeS)} />
          <Fact
            name="Clock"
            text={
              Math.abs(aheadS) < 1
                ? 'as this computer'
                : `${formatDecimals(Math.abs(aheadS), 1)} s ${aheadS > 0 ? 'ahead of' : 'behind'} this computer`
            }
          />
        </dl>
      </section>
      <section className="system-card" aria-label="Counts">
        <h2>Counts</h2>
        <dl className="system-facts">
          <Fact name="Points lost" text={`${formatInteger(lost)} in the life of this log`} path="diagnostics" />
          <Fact name="Reconnects" text={`${formatInteger(reconnects)} since the start`} path="devices" />
          <Fact
            name="Writes"
            text={`${formatInteger(writes.settled)} since the start, ${formatInteger(writes.problems)} with problems`}
            path="writes"
          />
          {remote ? <Fact name="Remote" text={remoteText(remote)} /> : null}
        </dl>
      </section>
    </>
  );
}

function remoteText({ state, tags, points }: RemoteView): string {
  const taken = `${formatInteger(points)} points of ${formatInteger(tags)} ${tags === 1 ? 'tag' : 'tags'} of other gateways`;
  if (state === 'connected') return taken;
  return `${taken}; ${state === 'offline' ? 'the broker is away' : 'connecting'}`;
}

interface FactProps {
  readonly name: string;
  readonly text: string;
  /** The page that tells more. */
  readonly path?: string;
}

function Fact({ name, text, path }: FactProps): ReactNode {
  return (
    <div>
      <dt>
        {path === undefined ? (
          name
        ) : (
          <button type="button" className="link-button" onClick={() => tabOpened(path, 'kept')}>
            {name}
          </button>
        )}
      </dt>
      <dd>{text}</dd>
    </div>
  );
}
