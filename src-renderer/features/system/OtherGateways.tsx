import type { ReactNode } from 'react';
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
        {targets.slice(0, SHOWN).map(({ id, name, agent, online, drift }) => (
          <div key={id}>
            <dt>{name}</dt>
            <dd>
              {[
                agent.state === 'ok'
                  ? 'answers'
                  : agent.state === 'unknown'
                    ? 'not asked yet'
                    : `lost${agent.seenMs === null ? '' : `, last heard ${formatAge((Date.now() - agent.seenMs) / 1_000)} ago`}`,
                ...(online ? [`${online.connected} of ${online.total} devices`] : []),
                ...(drift.text === '' || drift.kind === 'none'
                  ? []
                  : [drift.kind === 'moved' ? 'changed there' : drift.text]),
              ].join(', ')}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
