import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { armed } from '../../state/arming.ts';
import { useDevices } from '../../state/devices.ts';
import { armClosed } from '../../state/writing.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Strip } from '../../ui/Strip.tsx';
import './writes.css';

/** No device has such an id. */
const ALL = '*';
const NONE = '?';
const MOST_REASON = 512;

/** Asks for what and why before anything may be written. Nothing is chosen wider than what was in focus. */
export function ArmDialog({ device }: { readonly device: string | null }): ReactNode {
  const id = useId();
  const [scope, setScope] = useState<string | null>(device);
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [isArming, setArming] = useState(false);
  const isReady = scope !== null && reason.trim() !== '';
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!isReady || isArming) return;
    setArming(true);
    try {
      await armed(scope === ALL ? undefined : scope, reason.trim());
      armClosed();
    } catch (error) {
      setFault(`Writing is not armed. ${toNexusError(error).text}`);
      setArming(false);
    }
  };
  return (
    <Dialog title="Arm writing" onClose={armClosed}>
      <form className="write-form" onSubmit={(event) => void submit(event)}>
        {fault === null ? null : (
          <Strip tone="error" announce="alert">
            {fault}
          </Strip>
        )}
        <p>
          Armed, this session may write values to tags that are made writable. Each write is still confirmed by hand,
          read back, and kept in the journal with your reason.
        </p>
        <ScopeChoice device={device} scope={scope} onChoose={setScope} />
        <label className="write-label" htmlFor={`${id}-reason`}>
          Reason (kept with every write)
        </label>
        <input
          id={`${id}-reason`}
          className="field"
          type="text"
          required
          maxLength={MOST_REASON}
          data-autofocus={device === null ? undefined : true}
          placeholder="Set points for the site acceptance test"
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <p className="quiet">
          It ends by itself after the time that the site allows: 5 minutes, unless writes.arm_for in nexus.yaml says
          otherwise. The status bar counts it down; F8 or a lost gateway ends it at once.
        </p>
        <div className="write-actions">
          <button type="button" className="button" onClick={armClosed}>
            Cancel
          </button>
          <button type="submit" className="button arm-button" disabled={!isReady || isArming}>
            {isArming ? 'Arming…' : 'Arm'}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

interface ScopeChoiceProps {
  readonly device: string | null;
  readonly scope: string | null;
  readonly onChoose: (scope: string | null) => void;
}

function ScopeChoice({ device, scope, onChoose }: ScopeChoiceProps): ReactNode {
  const id = useId();
  const devices = useDevices((state) => state.list);
  return (
    <>
      <label className="write-label" htmlFor={id}>
        What may be written to
      </label>
      <select
        id={id}
        className="select"
        data-autofocus={device === null ? true : undefined}
        value={scope ?? NONE}
        onChange={(event) => onChoose(event.target.value)}
      >
        {scope === null ? (
          <option value={NONE} disabled>
            Choose a device, or all of them
          </option>
        ) : null}
        {devices.map((one) => (
          <option key={one.id} value={one.id}>
            {one.id === device ? `This device: ${one.name}` : one.name}
          </option>
        ))}
        <option value={ALL}>All devices ({devices.length})</option>
      </select>
    </>
  );
}
