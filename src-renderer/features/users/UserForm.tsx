import { type ReactNode, useState } from 'react';
import type { UserView } from '../../../src-shared/contract/access.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { useLink } from '../../state/link.ts';
import { useMay } from '../../state/roles.ts';
import { scopeOf, scopeText } from '../../state/scope-words.ts';
import { Message } from '../../ui/Message.tsx';
import { formatTime } from '../../ui/time-format.ts';
import { RemoveUserDialog } from './RemoveUserDialog.tsx';
import { ResetPasswordDialog } from './ResetPasswordDialog.tsx';
import { RoleChoice } from './RoleChoice.tsx';
import { ScopeFields } from './ScopeFields.tsx';
import { SessionList } from './SessionList.tsx';
import { actOnUsers, useUsers } from './users-store.ts';

type Fault = { readonly code: string; readonly text: string };

/** One user: what he may, where, and what can be done with his account. */
export function UserForm({ user }: { readonly user: UserView }): ReactNode {
  const before = { name: user.name, roles: user.roles, scope: scopeText(user.scope) };
  const [form, setForm] = useState(before);
  const [fault, setFault] = useState<Fault>();
  const [asked, setAsked] = useState<'password' | 'remove' | null>(null);
  const said = useUsers((state) => state.said);
  const sessions = useUsers((state) => state.sessions).filter(({ userId }) => userId === user.id);
  const isOpen = useLink(({ state }) => state.kind === 'open');
  const mayChange = useMay('users') && isOpen;
  const isChanged = JSON.stringify(form) !== JSON.stringify(before);
  const isRoot = user.source === 'oidc';
  const act = async (work: () => Promise<unknown>, words: string): Promise<void> => {
    setFault(undefined);
    await actOnUsers(work, words).catch((error: unknown) => setFault(toNexusError(error)));
  };
  const save = (): Promise<void> => {
    const { name, roles, scope } = form;
    const change = { id: user.id, name, scope: scopeOf(scope), ...(!isRoot && { roles: [...roles] }) };
    return act(
      () => rpc().access.changeUser(change),
      `“${user.user}” is changed. His sessions ended where it mattered.`,
    );
  };
  const turn = (status: UserView['status']): Promise<void> =>
    act(
      () => rpc().access.changeUser({ id: user.id, status }),
      status === 'active' ? `“${user.user}” may sign in again.` : `“${user.user}” is disabled and signed out.`,
    );
  return (
    <aside className="user-side" aria-label={`User ${user.user}`}>
      <h2>{user.user}</h2>
      <p className="quiet">{accountWords(user)}</p>
      <div className="user-line">
        <label htmlFor="user-name">Name</label>
        <input
          id="user-name"
          className="field"
          type="text"
          maxLength={128}
          readOnly={!mayChange}
          value={form.name}
          onChange={({ target }) => setForm({ ...form, name: target.value })}
        />
      </div>
      <RoleChoice
        value={form.roles}
        isDisabled={!mayChange || isRoot}
        note={isRoot ? 'They come from the provider, anew with each sign-in.' : undefined}
        onChange={(roles) => setForm({ ...form, roles: [...roles] })}
      />
      <ScopeFields value={form.scope} isDisabled={!mayChange} onChange={(scope) => setForm({ ...form, scope })} />
      {fault ? <Message code={fault.code} text={fault.text} isAlert /> : null}
      <div className="user-actions">
        <button
          type="button"
          className="button primary"
          disabled={!mayChange || !isChanged}
          onClick={() => void save()}
        >
          Save
        </button>
        <button type="button" className="button" disabled={!isChanged} onClick={() => setForm(before)}>
          Discard
        </button>
      </div>
      <SessionList
        sessions={sessions}
        isDisabled={!mayChange}
        onEnd={({ id }) => act(() => rpc().access.endSession({ id }), 'The session was ended.')}
      />
      <div className="user-actions">
        {isRoot ? null : (
          <button type="button" className="button" disabled={!mayChange} onClick={() => setAsked('password')}>
            Reset password…
          </button>
        )}
        <button
          type="button"
          className="button"
          disabled={!mayChange}
          onClick={() => void turn(user.status === 'active' ? 'disabled' : 'active')}
        >
          {user.status === 'active' ? 'Disable' : 'Enable'}
        </button>
        <button type="button" className="button" disabled={!mayChange} onClick={() => setAsked('remove')}>
          Remove…
        </button>
      </div>
      <p className="quiet" role="status">
        {said}
      </p>
      {asked === 'password' ? <ResetPasswordDialog user={user} onClose={() => setAsked(null)} /> : null}
      {asked === 'remove' ? <RemoveUserDialog user={user} onClose={() => setAsked(null)} /> : null}
    </aside>
  );
}

function accountWords({ source, createdAt, disabledAt, lastSignInAt }: UserView): string {
  const day = (iso: string): string => formatTime(Date.parse(iso));
  const how = source === 'oidc' ? 'Signs in at the provider' : 'Signs in with a password';
  const last = lastSignInAt === null ? 'never did yet' : `last did at ${day(lastSignInAt)}`;
  const state = disabledAt === null ? '' : ` Disabled since ${day(disabledAt)}.`;
  return `${how}, ${last}. Made at ${day(createdAt)}.${state}`;
}
