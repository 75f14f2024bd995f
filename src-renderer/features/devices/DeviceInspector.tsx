import { Pencil } from 'lucide-react';
import type { ReactNode } from 'react';
import type { DeviceHealth, DeviceView, QualityHealth } from '../../../src-shared/contract/devices.ts';
import { useDevices } from '../../state/devices.ts';
import { tabOpened } from '../../state/layout.ts';
import { useRemoteDevices } from '../../state/remote-devices.ts';
import { rulesAsked } from '../../state/rule-requests.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { formatInteger } from '../../ui/number-format.ts';
import { boundsText, paceSentence } from '../../ui/pace-text.ts';
import { RefusedText } from '../../ui/RefusedText.tsx';
import { TopicText } from '../../ui/TopicText.tsx';
import { formatInterval } from '../../ui/time-format.ts';
import { updatesText } from '../../ui/updates-text.ts';
import { deviceStatus } from './device-status.ts';
import { RemoteDeviceInspector } from './RemoteDeviceInspector.tsx';
import './devices.css';

const ms = (value: number | null): string => (value === null ? '—' : `${value.toFixed(1)} ms`);

function PollFacts({ device, health }: { readonly device: DeviceView; readonly health: DeviceHealth }): ReactNode {
  const { paces = [] } = health;
  return (
    <>
      <dt>Interval</dt>
      <dd>
        {paces.length === 0 ? formatInterval(device.pollIntervalMs) : null}
        {paces.map((pace) => (
          <div key={`${pace.intervalMs} ${boundsText(pace)}`}>
            {formatInterval(pace.nowMs)} now. {paceSentence(pace)}
          </div>
        ))}
      </dd>
      <dt>Latency</dt>
      <dd>
        p50 {ms(health.latencyP50Ms)}, p95 {ms(health.latencyP95Ms)}
      </dd>
      <dt>Polls</dt>
      <dd>
        {formatInteger(health.polls)}, {formatInteger(health.pollsFailed)} without answer,{' '}
        {formatInteger(health.pollsSkipped)} skipped
      </dd>
    </>
  );
}

/** What its quality rules found since it was started, and the way to them. */
function RuleFacts({ device, quality }: { readonly device: string; readonly quality: QualityHealth }): ReactNode {
  const hits = quality.rules.reduce((sum, rule) => sum + rule.hits, 0);
  return (
    <>
      <dt>Quality rules</dt>
      <dd>
        <button type="button" className="link-button" onClick={() => rulesAsked(device)}>
          {formatInteger(hits)} {hits === 1 ? 'hit' : 'hits'}
        </button>
      </dd>
    </>
  );
}

/** One device: how it is, how it is reached, and the requests that one poll makes. */
export function DeviceInspector({ device: id }: { readonly device: string }): ReactNode {
  const device = useDevices((state) => state.list.find((one) => one.id === id));
  const remote = useRemoteDevices((state) => state.list.find((one) => one.id === id));
  const live = useDevices((state) => state.health[id]);
  if (!device && remote) return <RemoteDeviceInspector device={remote} />;
  if (!device) return <p className="quiet">“{id}” is no longer in this project.</p>;
  const health = live ?? device.health;
  const updates = updatesText(health);
  const { glyph, word, reason, reasonId, tone } = deviceStatus(health);
  const fault = reason === null ? health.tagFaults[0] : undefined;
  return (
    <>
      <h3 className="inspector-title">{device.name}</h3>
      {device.description === '' ? null : <p className="quiet">{device.description}</p>}
      <p className="device-status" data-tone={tone}>
        <Glyph name={glyph} /> {word}
      </p>
      {reason === null ? null : (
        <p className="device-reason" data-tone={tone} data-msg={reasonId}>
          {reason}
        </p>
      )}
      {fault ? (
        <p className="device-reason" data-tone="warning">
          <RefusedText device={id} tag={fault.tag} text={fault.text} more={health.tagFaults.length - 1} />
        </p>
      ) : null}
      <div className="device-buttons">
        {reasonId === 'ua.untrusted' || reasonId === 'ua.rejectedUs' ? (
          <button type="button" className="button primary" onClick={() => tabOpened('certificates', 'kept')}>
            Show certificate
          </button>
        ) : null}
        <button type="button" className="button" title="F2" onClick={() => tabOpened(`device/${id}/edit`, 'kept')}>
          <Pencil size={16} strokeWidth={1.5} aria-hidden />
          Edit
        </button>
      </div>
      <dl className="device-facts">
        <dt>Protocol</dt>
        <dd>{device.protocolTitle}</dd>
        <dt>Endpoint</dt>
        <dd className="mono">{device.endpoint}</dd>
        <dt>Topic prefix</dt>
        <dd className="mono">
          <TopicText topic={device.unsPrefix} />
        </dd>
        {updates === undefined ? (
          <PollFacts device={device} health={health} />
        ) : (
          <>
            <dt>Mode</dt>
            <dd>Subscribed</dd>
            <dt>Updates</dt>
            <dd>{updates}</dd>
          </>
        )}
        <dt>Tags</dt>
        <dd>
          {formatInteger(health.tagsGood)} good of {formatInteger(device.tags)}
        </dd>
        {health.quality ? <RuleFacts device={id} quality={health.quality} /> : null}
      </dl>
      {device.pollPlan.length === 0 || updates !== undefined ? null : (
        <>
          <h3>One poll reads</h3>
          <ol className="device-plan mono">
            {device.pollPlan.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ol>
        </>
      )}
    </>
  );
}
