import { Copy } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { allows, KEY_PERMISSIONS, PERMISSIONS, type Permission, type Role } from '../../../src-shared/domain/access.ts';
import { NexusError, toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { scopeOf, scopeText } from '../../state/scope-words.ts';
import { copyText } from '../../ui/copy-text.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { EntryLine } from '../sign-in/EntryLine.tsx';
import { RoleChoice } from './RoleChoice.tsx';
import { ScopeFields } from './ScopeFields.tsx';
import { actOnUsers } from './users-store.ts';

const MOST_DAYS = 365;

/** Makes a key for a program, and shows it this once. */
export function AddKeyDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const [name, setName] = useState('');
  const [days, setDays] = useState('90');
  const [rate, setRate] = useState('5');
  const [roles, setRoles] = useState<readonly Role[]>(['viewer']);
  const [only, setOnly] = useState<readonly Permission[]>([]);
  const [scope, setScope] = useState(scopeText(null));
  const [made, setMade] = useState<string>();
  const make = async (): Promise<void> => {
    const [whole, writesPerSecond] = [Number(days), Number(rate)];
    if (!Number.isInteger(whole) || whole < 1 || whole > MOST_DAYS)
      throw new NexusError('NX_REQUEST_INVALID', `“${days}” days is outside 1–${MOST_DAYS}. Write a whole number.`);
    if (!(writesPerSecond >= 0.1 && writesPerSecond <= 100))
      throw new NexusError('NX_REQUEST_INVALID', `“${rate}” writes a second is outside 0.1–100.`);
    const limits = { scope: scopeOf(scope), days: whole, writesPerSecond };
    const permissions = only.length === 0 ? null : only.filter((one) => isOfKeys(one));
    const { key } = await actOnUsers(
      () => rpc().access.addKey({ name, roles: [...roles], permissions, ...limits }),
      `The key “${name}” was made.`,
    );
    setMade(key);
  };
  if (made !== undefined) return <MadeKey name={name} made={made} onClose={onClose} />;
  const missing = name.trim() === '' ? 'Name the key after what uses it.' : undefined;
  return (
    <FormDialog
      title="Make an API key"
      action="Make"
      className="user-dialog"
      whyNot={missing ?? (roles.length === 0 ? 'Choose a role.' : undefined)}
      onSubmit={make}
      onClose={onClose}
    >
      <EntryLine
        name="name"
        label="Name"
        autoComplete="off"
        help="What uses it, for example “MES export”."
        value={name}
        onChange={setName}
        isFirst
      />
      <EntryLine name="days" label="Good for so many days" autoComplete="off" value={days} onChange={setDays} />
      <EntryLine name="rate" label="Writes a second at most" autoComplete="off" value={rate} onChange={setRate} />
      <RoleChoice value={roles} onChange={setRoles} isDisabled={false} />
      <OnlyThese roles={roles} value={only} onChange={setOnly} />
      <ScopeFields value={scope} onChange={setScope} isDisabled={false} />
    </FormDialog>
  );
}

const isOfKeys = (permission: Permission): permission is (typeof KEY_PERMISSIONS)[number] =>
  KEY_PERMISSIONS.includes(permission);

interface OnlyTheseProps {
  readonly roles: readonly Role[];
  readonly value: readonly Permission[];
  readonly onChange: (value: readonly Permission[]) => void;
}

/** A key may be for one thing of all that its roles allow. */
function OnlyThese({ roles, value, onChange }: OnlyTheseProps): ReactNode {
  const id = useId();
  const allowed = KEY_PERMISSIONS.filter((permission) => allows(roles, permission));
  return (
    <fieldset className="user-fields">
      <legend>No more than</legend>
      <p className="quiet">
        Nothing chosen: all that the roles allow. A key never manages users or makes tags writable.
      </p>
      {allowed.map((permission) => (
        <div key={permission} className="role-line">
          <input
            id={`${id}-${permission}`}
            type="checkbox"
            checked={value.includes(permission)}
            onChange={() =>
              onChange(value.includes(permission) ? value.filter((one) => one !== permission) : [...value, permission])
            }
          />
          <label htmlFor={`${id}-${permission}`}>{PERMISSIONS[permission].title}</label>
        </div>
      ))}
    </fieldset>
  );
}

interface MadeKeyProps {
  readonly name: string;
  readonly made: string;
  readonly onClose: () => void;
}

/** The one time that a key is seen. */
function MadeKey({ name, made, onClose }: MadeKeyProps): ReactNode {
  const [said, setSaid] = useState('');
  const copy = (): void =>
    void copyText(made).then(
      () => setSaid('Copied.'),
      (error: unknown) => setSaid(toNexusError(error).text),
    );
  return (
    <Dialog title={`The key “${name}”`} onClose={onClose}>
      <div className="made-key">
        <p>Keep it now: it is not shown again. A program sends it as “Authorization: Bearer …”.</p>
        <output className="mono">{made}</output>
        <div className="user-actions">
          <button type="button" className="button primary" data-autofocus onClick={copy}>
            <Copy size={16} strokeWidth={1.5} aria-hidden />
            Copy
          </button>
          <button type="button" className="button" onClick={onClose}>
            Done
          </button>
          <span className="quiet" role="status">
            {said}
          </span>
        </div>
      </div>
    </Dialog>
  );
}
