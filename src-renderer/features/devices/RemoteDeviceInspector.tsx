import type { ReactNode } from 'react';
import type { RemoteDeviceView } from '../../../src-shared/contract/devices.ts';
import { tabOpened } from '../../state/layout.ts';
import { tagsPath } from '../../state/remote-devices.ts';
import { useSystem } from '../../state/system.ts';
import { formatInteger } from '../../ui/number-format.ts';
import { TopicText } from '../../ui/TopicText.tsx';
import './devices.css';

/** A device of another gateway: where it stands, and who publishes it. */
export function RemoteDeviceInspector({ device }: { readonly device: RemoteDeviceView }): ReactNode {
  const broker = useSystem(({ status }) => status?.publisher.broker ?? '');
  return (
    <>
      <h3 className="inspector-title">{device.name}</h3>
      <p className="quiet">
        Another gateway reads this device. Its values come over MQTT, and nothing is written to it.
      </p>
      <div className="device-buttons">
        <button type="button" className="button" onClick={() => tabOpened(tagsPath(device.id), 'kept')}>
          Open tags
        </button>
      </div>
      <dl className="device-facts">
        <dt>From</dt>
        <dd>{device.gateway === '' ? 'MQTT' : `Sparkplug node ${device.gateway}`}</dd>
        {broker === '' ? null : (
          <>
            <dt>Broker</dt>
            <dd className="mono">{broker}</dd>
          </>
        )}
        <dt>Topic prefix</dt>
        <dd className="mono">
          <TopicText topic={device.id} />
        </dd>
        <dt>Tags</dt>
        <dd>{formatInteger(device.tags)}</dd>
      </dl>
    </>
  );
}
