import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { signOut } from '../../rpc/session.ts';
import { sessionUnlocked, useSession } from '../../state/session.ts';
import { EntryForm } from './EntryForm.tsx';
import { EntryLine } from './EntryLine.tsx';
import './sign-in.css';

/** Over the workbench while the session is locked: values go on behind it, and nothing of them can be touched. */
export function LockScreen(): ReactNode {
  const isLocked = useSession((state) => state.isLocked);
  return isLocked ? <Locked /> : null;
}

function Locked(): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const [password, setPassword] = useState('');
  const name = useSession(({ me }) => me?.name ?? '');
  const afterS = useSession(({ me }) => me?.lockAfterS ?? null);
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    shown?.querySelector('input')?.focus();
    return () => shown?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="dialog lock"
      aria-label="Locked"
      // Esc does not unlock.
      onCancel={(event) => event.preventDefault()}
      onKeyDown={(event) => event.key === 'Escape' && event.preventDefault()}
    >
      <div className="lock-body">
        <EntryForm
          title="Locked"
          action="Unlock"
          note={
            <p>
              The session of {name} is locked
              {afterS === null ? '' : ` after ${minutes(afterS)} without anything done, or by hand`}. Values go on;
              writing is disarmed.
            </p>
          }
          whyNot={() => (password === '' ? { line: 'password', text: 'The password is empty.' } : undefined)}
          onSubmit={() => sessionUnlocked(password)}
          onRefused={() => setPassword('')}
          more={
            <button type="button" className="button" onClick={() => void signOut()}>
              Sign out
            </button>
          }
        >
          <EntryLine
            name="password"
            label="Password"
            type="password"
            autoComplete="current-password"
            value={password}
            onChange={setPassword}
            isFirst
          />
        </EntryForm>
      </div>
    </dialog>
  );
}

const minutes = (seconds: number): string =>
  seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} minutes`;
