import { type ReactNode, useEffect, useState } from 'react';
import type { SessionView } from '../../../src-shared/contract/access.ts';
import { PERMISSIONS } from '../../../src-shared/domain/access.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { rolesTitle } from '../../state/roles.ts';
import { scopeWords } from '../../state/scope-words.ts';
import { accountShown, ownSessions, useSession } from '../../state/session.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Message } from '../../ui/Message.tsx';
import { SessionList } from '../users/SessionList.tsx';
import { ChangePassword } from './ChangePassword.tsx';
import './sign-in.css';

const close = (): void => accountShown(false);

/** Who one is here: roles, places, what they allow, where one is signed in. */
export function AccountDialog(): ReactNode {
  const isShown = useSession((state) => state.isAccountShown);
  const me = useSession((state) => state.me);
  if (!isShown || !me) return null;
  return (
    <Dialog title="Your account" onClose={close}>
      <div className="account">
        <dl className="account-facts">
          <dt>Name</dt>
          <dd>{me.name}</dd>
          <dt>Signed in</dt>
          <dd>{HOW[me.kind]}</dd>
          <dt>Roles</dt>
          <dd>{rolesTitle(me.roles) || 'none'}</dd>
          <dt>Places</dt>
          <dd>{scopeWords(me.scope)}</dd>
          <dt>May</dt>
          <dd>{me.permissions.map((permission) => `${PERMISSIONS[permission].title}.`).join(' ')}</dd>
        </dl>
        {me.kind === 'user' ? <OwnSessions /> : null}
        {me.hasPassword ? <ChangePassword /> : null}
      </div>
    </Dialog>
  );
}

const HOW = {
  local: 'as the person at this computer: no login is asked for',
  user: 'by name',
  key: 'with an API key',
  gateway: 'as another gateway',
} as const;

function OwnSessions(): ReactNode {
  const [sessions, setSessions] = useState<readonly SessionView[]>([]);
  const [fault, setFault] = useState<{ readonly code: string; readonly text: string }>();
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let isWanted = true;
    ownSessions().then(
      (list) => isWanted && setSessions(list),
      (error: unknown) => isWanted && setFault(toNexusError(error)),
    );
    return () => void (isWanted = false);
  }, [turn]);
  const end = async ({ id }: SessionView): Promise<void> => {
    await rpc()
      .access.endMySession({ id })
      .then(() => setTurn((count) => count + 1))
      .catch((error: unknown) => setFault(toNexusError(error)));
  };
  return (
    <>
      <SessionList sessions={sessions} isDisabled={false} onEnd={end} />
      {fault ? <Message code={fault.code} text={fault.text} isAlert /> : null}
    </>
  );
}
