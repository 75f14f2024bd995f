import { type ReactNode, useState } from 'react';
import type { UserView } from '../../../src-shared/contract/access.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { newPasswordFault } from '../../state/new-password-fault.ts';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { EntryLine } from '../sign-in/EntryLine.tsx';
import { actOnUsers } from './users-store.ts';

interface ResetPasswordDialogProps {
  readonly user: UserView;
  readonly onClose: () => void;
}

/** Gives somebody another password, for who has forgotten his. */
export function ResetPasswordDialog({ user, onClose }: ResetPasswordDialogProps): ReactNode {
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const reset = async (): Promise<void> => {
    const fault = newPasswordFault(password, again);
    if (fault) throw new NexusError('NX_ACCESS_PASSWORD', fault.text);
    await actOnUsers(
      () => rpc().access.setPassword({ id: user.id, password }),
      `“${user.user}” has another password and is signed out.`,
    );
    onClose();
  };
  return (
    <FormDialog title={`Reset the password of ${user.user}`} action="Reset" onSubmit={reset} onClose={onClose}>
      <p>All sessions of {user.name} end. Tell the new password in person.</p>
      <EntryLine
        name="password"
        label="New password"
        type="password"
        autoComplete="new-password"
        value={password}
        onChange={setPassword}
        isFirst
      />
      <EntryLine
        name="again"
        label="New password again"
        type="password"
        autoComplete="new-password"
        value={again}
        onChange={setAgain}
      />
    </FormDialog>
  );
}
