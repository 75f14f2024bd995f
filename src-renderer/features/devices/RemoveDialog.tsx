import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import type { DeviceUses, DeviceView } from '../../../src-shared/contract/devices.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { removeClosed, useDeviceRequests } from '../../state/device-requests.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Message } from '../../ui/Message.tsx';
import { formatInteger } from '../../ui/number-format.ts';
import { devicesOf } from './device-actions.ts';
import { removalLines } from './removal-words.ts';
import { removeDevices } from './remove-devices.ts';
import './devices.css';

/** Asks before devices leave the project, where that was asked for. */
export function RemoveDialog(): ReactNode {
  const ids = useDeviceRequests(({ remove }) => remove);
  const devices = devicesOf(ids);
  return devices.length > 0 ? <Question key={ids.join(' ')} devices={devices} /> : null;
}

/** What goes with them, and what stays. */
function Question({ devices }: { readonly devices: readonly DeviceView[] }): ReactNode {
  // The list shrinks while they go; the question was about these.
  const [asked] = useState(devices);
  const [fault, setFault] = useState<{ readonly code: string; readonly text: string } | null>(null);
  const [isRemoving, setRemoving] = useState(false);
  const uses = useUses(asked);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setRemoving(true);
    try {
      await removeDevices(asked);
      removeClosed();
    } catch (error) {
      setFault(toNexusError(error));
      setRemoving(false);
    }
  };
  const tags = asked.reduce((sum, device) => sum + device.tags, 0);
  const title = asked.length === 1 ? `Delete ${asked[0]!.name}` : `Delete ${asked.length} devices`;
  return (
    <Dialog title={title} onClose={removeClosed}>
      <form className="remove-devices" onSubmit={(event) => void submit(event)}>
        {fault === null ? null : <Message code={fault.code} text={fault.text} isAlert />}
        <p>
          {asked.length === 1 ? 'It leaves the project and is' : 'They leave the project and are'} no longer polled:
        </p>
        <ul className="remove-list">
          {asked.map((device) => (
            <li key={device.id}>
              {device.name} <span className="quiet mono">{device.endpoint}</span> ·{' '}
              {device.tags === 1 ? '1 tag' : `${formatInteger(device.tags)} tags`}
            </li>
          ))}
        </ul>
        {uses ? <Uses uses={uses} /> : null}
        <p className="quiet">
          {tags === 0 ? 'Nothing is stored of them.' : 'Stored values stay in the historian.'} It can be undone.
        </p>
        <div className="remove-actions">
          <button type="button" className="button" data-autofocus onClick={removeClosed}>
            Cancel
          </button>
          <button type="submit" className="button danger" disabled={isRemoving}>
            {isRemoving ? 'Deleting…' : 'Delete'}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** What of the project names them; undefined until it is known. */
function useUses(devices: readonly DeviceView[]): DeviceUses | undefined {
  const [uses, setUses] = useState<DeviceUses>();
  useEffect(() => {
    void rpc()
      .devices.uses({ devices: devices.map(({ id }) => id) })
      .then(setUses, () => {
        // What goes with them is a help; the question can be answered without.
      });
  }, [devices]);
  return uses;
}

/** What goes with them, and what stays without values. */
function Uses({ uses }: { readonly uses: DeviceUses }): ReactNode {
  const lines = removalLines(uses);
  if (lines.length === 0) return null;
  return (
    <ul className="remove-uses" aria-label="What goes with them">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
