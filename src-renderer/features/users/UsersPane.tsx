import { UserPlus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { UserView } from '../../../src-shared/contract/access.ts';
import { tabOpened } from '../../state/layout.ts';
import { useLink } from '../../state/link.ts';
import { useMay } from '../../state/roles.ts';
import { useSystem } from '../../state/system.ts';
import { DataGrid } from '../../ui/DataGrid.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FilterBar } from '../../ui/FilterBar.tsx';
import { TableTools } from '../../ui/TableTools.tsx';
import { useListView } from '../../ui/use-list-view.ts';
import { AddUserDialog } from './AddUserDialog.tsx';
import { UserForm } from './UserForm.tsx';
import { UsersGate } from './UsersGate.tsx';
import { USER_COLUMNS } from './user-columns.tsx';
import { USER_SHAPE } from './user-filter.ts';
import { useUsers } from './users-store.ts';

const PATH = 'users';
const rowKey = ({ id }: UserView): string => id;

/** Everybody who may sign in, and beside the list what is known of the one that is chosen. */
export function UsersPane(): ReactNode {
  const users = useUsers((state) => state.users);
  return (
    <UsersGate what="users" columns={USER_COLUMNS} isRead={users !== undefined}>
      {users?.length === 0 ? <NoUsers /> : <Table users={users ?? []} />}
    </UsersGate>
  );
}

function NoUsers(): ReactNode {
  const login = useSystem(({ info }): string | undefined => info?.login);
  return (
    <EmptyState
      text={
        login === 'required'
          ? 'No users yet. Everybody who may sign in stands here, with his roles and places.'
          : 'No users yet: whoever opens this gateway on its own computer holds all roles. With access.login set to required, people sign in by name.'
      }
    >
      <AddButton />
      <button type="button" className="button" onClick={() => tabOpened('settings', 'kept')}>
        Open the settings
      </button>
    </EmptyState>
  );
}

/** With the window that it opens. */
function AddButton(): ReactNode {
  const [isAdding, setAdding] = useState(false);
  const mayManage = useMay('users');
  const isOpen = useLink(({ state }) => state.kind === 'open');
  return (
    <>
      <button
        type="button"
        className="button primary"
        disabled={!mayManage || !isOpen}
        title={mayManage ? undefined : 'Ask an Administrator to add users.'}
        onClick={() => setAdding(true)}
      >
        <UserPlus size={16} strokeWidth={1.5} aria-hidden />
        Add user…
      </button>
      {isAdding ? <AddUserDialog onClose={() => setAdding(false)} /> : null}
    </>
  );
}

function Table({ users }: { readonly users: readonly UserView[] }): ReactNode {
  const list = useListView<UserView>({ id: PATH, rows: users, columns: USER_COLUMNS, rowKey, shape: USER_SHAPE });
  const [picked, setPicked] = useState<string>();
  const shown = users.find(({ id }) => id === picked);
  return (
    <div className="users-split">
      <div className="users-list">
        <div className="toolbar">
          <FilterBar label="Filter the users" {...list.bar} />
          <span className="spacer" />
          <TableTools view={list.view} filter={list.typed} onFilter={list.type} />
          <AddButton />
        </div>
        {list.rows.length === 0 ? (
          <EmptyState text={`No user matches “${list.filter}”.`}>
            <button type="button" className="button" onClick={list.clear}>
              Clear filter (Esc)
            </button>
          </EmptyState>
        ) : (
          <DataGrid<UserView>
            label="Users"
            rows={list.rows}
            columns={list.columns}
            view={list.view}
            rowKey={rowKey}
            resetOn={list.filter}
            onSelect={(rows) => setPicked(rows[0]?.id)}
          />
        )}
      </div>
      {shown ? <UserForm key={stateOf(shown)} user={shown} /> : <NobodyChosen />}
    </div>
  );
}

/** What somebody else changed meanwhile is what the form begins with again. */
const stateOf = ({ id, name, roles, scope }: UserView): string => JSON.stringify([id, name, roles, scope]);

const NobodyChosen = (): ReactNode => (
  <aside className="user-side" aria-label="User">
    <p className="quiet">Choose a user to see what he may do and where he is signed in.</p>
  </aside>
);
