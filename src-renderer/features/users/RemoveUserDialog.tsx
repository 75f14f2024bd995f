import type { ReactNode } from 'react';
import type { UserView } from '../../../src-shared/contract/access.ts';
import { rpc } from '../../rpc/connect.ts';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { actOnUsers } from './users-store.ts';

interface RemoveUserDialogProps {
  readonly user: UserView;
  readonly onClose: () => void;
}

/** Asks before an account is gone for good. */
export function RemoveUserDialog({ user, onClose }: RemoveUserDialogProps): ReactNode {
  const remove = async (): Promise<void> => {
    await actOnUsers(() => rpc().access.removeUser({ id: user.id }), `“${user.user}” was removed.`);
    onClose();
  };
  return (
    <FormDialog title={`Remove ${user.user}`} action="Remove" onSubmit={remove} onClose={onClose}>
      <p>
        The account of {user.name} is gone for good, and all his sessions end. What he did stays in the audit trail
        under his name.
      </p>
      <p className="quiet">To keep the account without letting anybody in, disable it instead.</p>
    </FormDialog>
  );
}
