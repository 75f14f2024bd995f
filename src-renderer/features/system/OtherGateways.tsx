import type { ReactNode } from 'react';
import type { TargetView } from '../../../src-shared/contract/deploy-views.ts';
import { useDeploy } from '../../state/deploy.ts';
import { tabOpened } from '../../state/layout.ts';
import { formatAge } from '../../ui/time-format.ts';

const SHOWN = 20;

/** The gateways that this workstation deploys to, as last heard of; nothing where there is none. */
export function OtherGateways(): ReactNode {
  const targets = useDeploy((state) => state.targets) ?? [];
  if (targets.length === 0) return null;
  return (
    <section className="system-card" aria-label="Other gateways">
      <h2>
        <button type="button" className="link-button" onClick={() => tabOpened('deploy', 'kept')}>
          Other gateways
        </button>
      </h2>
      <dl className="system-facts">
        {targets.slice(0, SHOWN).map((target) => (
          <div key={target.id}>
            <dt>{target.name}</dt>
            <dd>{targetText(target)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** `answers, 12 of 12 devices, 5 behind` */
function targetText({ agent, online, drift }: TargetView): string {
  const devices = online ? [`${online.connected} of ${online.total} devices`] : [];
  const changed =
    drift.kind === 'moved' ? ['changed there'] : drift.kind === 'none' || drift.text === '' ? [] : [drift.text];
  return [agentText(agent), ...devices, ...changed].join(', ');
}

function agentText({ state, seenMs }: TargetView['agent']): string {
  if (state === 'ok') return 'answers';
  if (state === 'unknown') return 'not asked yet';
  return seenMs === null ? 'lost' : `lost, last heard ${formatAge((Date.now() - seenMs) / 1_000)} ago`;
}
