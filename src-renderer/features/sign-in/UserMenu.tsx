import { CircleUser } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { signOut } from '../../rpc/session.ts';
import { tabOpened } from '../../state/layout.ts';
import { noticed } from '../../state/notices.ts';
import { useRoleTitle } from '../../state/roles.ts';
import { accountShown, sessionLocked, useSession } from '../../state/session.ts';
import { useSystem } from '../../state/system.ts';
import { Menu, type MenuItem } from '../../ui/Menu.tsx';

/** Who is signed in, and what he can do with his session. */
export function UserMenu(): ReactNode {
  const [menu, setMenu] = useState<{ readonly x: number; readonly y: number }>();
  const you = useSystem(({ info }) => info?.you.name);
  const me = useSession((state) => state.me);
  const roles = useRoleTitle();
  const name = me?.name ?? you;
  if (name === undefined) return null;
  const items: readonly MenuItem[] = [
    { label: 'Your account…', keys: '', state: 'enabled', onChoose: () => accountShown(true) },
    { label: 'Users', keys: '', state: 'enabled', onChoose: () => tabOpened('users', 'kept') },
    ...(me?.lockAfterS ? [{ label: 'Lock', keys: 'Ctrl+Shift+Q', state: 'enabled', onChoose: lock } as const] : []),
    ...(me?.kind === 'user'
      ? [{ label: 'Sign out', keys: '', state: 'enabled', onChoose: () => void signOut() } as const]
      : []),
  ];
  return (
    <>
      <button
        type="button"
        className="title-user"
        aria-haspopup="menu"
        aria-label={`${name}, ${roles || 'without a role'}`}
        title={`${name}: ${roles || 'without a role'}`}
        onClick={(event) => {
          const { right, bottom } = event.currentTarget.getBoundingClientRect();
          setMenu({ x: right - 200, y: bottom + 2 });
        }}
      >
        <CircleUser size={16} strokeWidth={1.5} aria-hidden />
        <span className="title-user-name">{name}</span>
      </button>
      {menu ? <Menu label="Your session" items={items} at={menu} onClose={() => setMenu(undefined)} /> : null}
    </>
  );
}

const lock = (): void =>
  void sessionLocked().catch((error: unknown) => noticed({ kind: 'failed', text: toNexusError(error).text }));
