import { type ReactNode, useState } from 'react';
import type { DeviceView } from '../../../src-shared/contract/devices.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { twinFaultClosed, useDeviceRequests } from '../../state/device-requests.ts';
import { noticed } from '../../state/notices.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Message } from '../../ui/Message.tsx';
import { devicesOf } from './device-actions.ts';
import './devices.css';

type Fault = 'none' | 'unplug' | 'refuse' | 'silent' | 'rst' | 'delay' | 'deny';

/** What a twin can be told to do, in the words of who stands before the cabinet. */
const FAULTS: readonly (readonly [fault: Fault, label: string, does: string])[] = [
  ['none', 'Works', 'answers as the device would'],
  ['unplug', 'Cable pulled', 'nothing comes through; what was asked is answered late when it is back'],
  ['refuse', 'Refuses', 'the port is closed, as while it starts again'],
  ['silent', 'Silent', 'takes connections and answers nothing'],
  ['rst', 'Resets', 'ends the connection at each request'],
  ['delay', 'Late', 'writes take effect and are answered too late to be believed'],
  ['deny', 'Not allowed', 'refuses to be read and written, as an S7 CPU without PUT/GET'],
];

/** Asks which fault a simulated device is to act out, where that was asked for. */
export function TwinFaultDialog(): ReactNode {
  const id = useDeviceRequests(({ twinFault }) => twinFault);
  const [device] = devicesOf(id === undefined ? [] : [id]);
  return device ? <Choice key={device.id} device={device} /> : null;
}

function Choice({ device }: { readonly device: DeviceView }): ReactNode {
  const [refusal, setRefusal] = useState<{ readonly code: string; readonly text: string } | null>(null);
  const choose = async (fault: Fault, label: string): Promise<void> => {
    try {
      await rpc().demo.setFault({ device: device.id, fault });
      noticed({ kind: 'done', text: `Twin of ${device.name}: ${label.toLowerCase()}.` });
      twinFaultClosed();
    } catch (error) {
      setRefusal(toNexusError(error));
    }
  };
  return (
    <Dialog title={`Fault of the twin of ${device.name}`} onClose={twinFaultClosed}>
      <div className="twin-faults">
        {refusal === null ? null : <Message code={refusal.code} text={refusal.text} isAlert />}
        <p className="quiet">From now on it does what is chosen here, until another is chosen or it starts again.</p>
        {FAULTS.map(([fault, label, does], at) => (
          <button
            key={fault}
            type="button"
            className="twin-fault"
            data-autofocus={at === 0 || undefined}
            onClick={() => void choose(fault, label)}
          >
            <strong>{label}</strong> <span className="quiet">{does}</span>
          </button>
        ))}
      </div>
    </Dialog>
  );
}
