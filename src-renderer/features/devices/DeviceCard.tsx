import type { ReactNode } from 'react';
import { updatesText } from '../../ui/updates-text.ts';
import { DeviceWord } from './DeviceWord.tsx';
import { type DeviceRow, LastGood, latencyText, percentText, tagsGood } from './device-columns.tsx';
import { deviceReason } from './device-reason.ts';

/** One device at a glance: what its row in the list says, on a card. */
export function DeviceCard({ row }: { readonly row: DeviceRow }): ReactNode {
  const { device, health } = row;
  const reason = deviceReason(health);
  const updates = updatesText(health);
  return (
    <>
      <span className="device-card-head">
        <strong className="text" title={device.description || device.name}>
          {device.name}
        </strong>
        {device.simulated ? <span className="sim-tag">SIM</span> : null}
        <DeviceWord health={health} />
      </span>
      <span className="device-card-line text mono" title={device.endpoint}>
        {device.endpoint}
      </span>
      {reason === undefined ? (
        <span className="device-card-line quiet">
          {updates ?? `${percentText(health.successRatio)} polls · p95 ${latencyText(health.latencyP95Ms)}`}
        </span>
      ) : (
        <span className="device-card-line text" data-tone={reason.tone} title={reason.text}>
          {reason.text}
        </span>
      )}
      <span className="device-card-line quiet">
        {tagsGood(row)} tags · <LastGood device={device.id} />
      </span>
    </>
  );
}
