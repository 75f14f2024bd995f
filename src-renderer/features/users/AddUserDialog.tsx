import { type ReactNode, useState } from 'react';
import type { Role } from '../../../src-shared/domain/access.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { newPasswordFault } from '../../state/new-password-fault.ts';
import { scopeOf, scopeText } from '../../state/scope-words.ts';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { EntryLine } from '../sign-in/EntryLine.tsx';
import { RoleChoice } from './RoleChoice.tsx';
import { ScopeFields } from './ScopeFields.tsx';
import { actOnUsers, useUsers } from './users-store.ts';

const EMPTY = { user: '', name: '', password: '', again: '' };

/** Makes an account for somebody who signs in with a password. */
export function AddUserDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const [form, setForm] = useState(EMPTY);
  const [roles, setRoles] = useState<readonly Role[]>(['viewer']);
  const [scope, setScope] = useState(scopeText(null));
  const namesake = useUsers(({ users }) =>
    users?.find(({ user, status }) => user === form.user.trim().toLowerCase() && status === 'disabled'),
  );
  const set =
    (key: keyof typeof EMPTY) =>
    (value: string): void =>
      setForm((before) => ({ ...before, [key]: value }));
  const add = async (): Promise<void> => {
    const { user, name, password, again } = form;
    const fault = newPasswordFault(password, again);
    if (fault) throw new NexusError('NX_ACCESS_PASSWORD', fault.text);
    const named = name.trim() === '' ? {} : { name };
    await actOnUsers(
      () => rpc().access.addUser({ user, ...named, roles: [...roles], scope: scopeOf(scope), password }),
      `“${user}” may sign in.`,
    );
    onClose();
  };
  const enable = async (id: string): Promise<void> => {
    await actOnUsers(() => rpc().access.changeUser({ id, status: 'active' }), `“${form.user}” may sign in again.`);
    onClose();
  };
  return (
    <FormDialog
      title="Add a user"
      action="Add"
      className="user-dialog"
      whyNot={form.user.trim() === '' ? 'Enter a user name.' : undefined}
      onSubmit={add}
      onClose={onClose}
      more={
        namesake ? (
          <button type="button" className="button" onClick={() => void enable(namesake.id)}>
            Enable {namesake.user} instead
          </button>
        ) : null
      }
    >
      <EntryLine name="user" label="User name" autoComplete="off" value={form.user} onChange={set('user')} isFirst />
      <EntryLine name="name" label="Name (optional)" autoComplete="off" value={form.name} onChange={set('name')} />
      <EntryLine
        name="password"
        label="Password"
        type="password"
        autoComplete="new-password"
        help="At least 12 characters. Whoever it is changes it under “Your account”."
        value={form.password}
        onChange={set('password')}
      />
      <EntryLine
        name="again"
        label="Password again"
        type="password"
        autoComplete="new-password"
        value={form.again}
        onChange={set('again')}
      />
      <RoleChoice value={roles} onChange={setRoles} isDisabled={false} />
      <ScopeFields value={scope} onChange={setScope} isDisabled={false} />
    </FormDialog>
  );
}
