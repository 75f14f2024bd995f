import { type ReactNode, useEffect, useState } from 'react';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { noticed } from '../../state/notices.ts';
import { useMay } from '../../state/roles.ts';
import { Strip } from '../../ui/Strip.tsx';
import { formatClock } from '../../ui/time-format.ts';

type Agent = Awaited<ReturnType<ReturnType<typeof rpc>['deploy']['agent']>>;

/** On a gateway that takes deploys: from whom, and the code by which another workstation pairs. Nothing elsewhere. */
export function AgentStrip(): ReactNode {
  const [agent, setAgent] = useState<Agent>();
  const mayTrust = useMay('trust');
  const read = (): void =>
    void rpc()
      .deploy.agent({})
      // What is not known is not shown; the list of targets says that the gateway is lost.
      .then(setAgent, () => undefined);
  useEffect(read, []);
  if (!agent?.accepts) return null;
  const { workstations, pairing } = agent;
  const pair = (): void =>
    void rpc()
      .deploy.pair({})
      .then(read, (error: unknown) => noticed({ kind: 'failed', text: toNexusError(error).text }));
  const from = workstations.map(({ name }) => name).join(', ');
  return (
    <Strip tone="info" announce="none">
      <span>
        This gateway takes deploys{from === '' ? '; no workstation is paired yet.' : ` from ${from}.`}
        {pairing ? (
          <>
            {' '}
            Pairing code <strong className="mono">{pairing.code}</strong> until {formatClock(pairing.endsMs)}.
          </>
        ) : null}
      </span>
      <button
        type="button"
        className="button"
        disabled={!mayTrust}
        title={mayTrust ? undefined : 'Administrator role needed.'}
        onClick={pair}
      >
        Show a pairing code
      </button>
    </Strip>
  );
}
