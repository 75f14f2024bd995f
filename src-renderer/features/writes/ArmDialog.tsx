import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { armed, useArming } from '../../state/arming.ts';
import { useDevices } from '../../state/devices.ts';
import { useSession } from '../../state/session.ts';
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
  const most = useArming((state) => state.mostMinutes);
  const [minutes, setMinutes] = useState(Math.min(USUAL_MINUTES, most));
  const asksPassword = useSession(({ me }) => me?.hasPassword ?? false);
  const [password, setPassword] = useState('');
  const isReady = scope !== null && reason.trim() !== '' && (!asksPassword || password !== '');
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!isReady || isArming) return;
    setArming(true);
    try {
      await armed(scope === ALL ? undefined : scope, reason.trim(), minutes, asksPassword ? password : undefined);
      armClosed();
    } catch (error) {
      setPassword('');
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
        <DurationChoice minutes={minutes} onChoose={setMinutes} />
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
        {asksPassword ? (
          <>
            <label className="write-label" htmlFor={`${id}-password`}>
              Your password
            </label>
            <input
              id={`${id}-password`}
              className="field"
              type="password"
              required
              autoComplete="current-password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          </>
        ) : null}
        <p className="quiet">
          It ends by itself after that time. The status bar counts it down; F8 or a lost gateway ends it at once, and so
          do five minutes without the focus on this window.
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

const USUAL_MINUTES = 5;
const MINUTES = [1, 5, 10, 15] as const;

interface DurationChoiceProps {
  readonly minutes: number;
  readonly onChoose: (minutes: number) => void;
}

/** For how long; longer than the site allows is shown and cannot be chosen. */
function DurationChoice({ minutes, onChoose }: DurationChoiceProps): ReactNode {
  const id = useId();
  const most = useArming((state) => state.mostMinutes);
  return (
    <fieldset className="write-switch">
      <legend className="write-label">For how long</legend>
      {MINUTES.map((choice) => (
        <label key={choice} className="write-switch-side arm-minutes" data-disabled={choice > most || undefined}>
          <input
            type="radio"
            name={id}
            checked={minutes === choice}
            disabled={choice > most}
            onChange={() => onChoose(choice)}
          />
          {choice} min
        </label>
      ))}
      {most < MINUTES.at(-1)! ? (
        <p className="quiet arm-most">This site allows {most} min (writes.arm_for in nexus.yaml).</p>
      ) : null}
    </fieldset>
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
