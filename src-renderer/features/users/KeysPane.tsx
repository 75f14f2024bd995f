import { KeyRound } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { KeyView } from '../../../src-shared/contract/access.ts';
import type { FilterShape } from '../../../src-shared/domain/compile-filter.ts';
import { rpc } from '../../rpc/connect.ts';
import { useLink } from '../../state/link.ts';
import { rolesTitle, useMay } from '../../state/roles.ts';
import { DataGrid } from '../../ui/DataGrid.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FilterBar } from '../../ui/FilterBar.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { TableTools } from '../../ui/TableTools.tsx';
import { useListView } from '../../ui/use-list-view.ts';
import { AddKeyDialog } from './AddKeyDialog.tsx';
import { KEY_COLUMNS } from './key-columns.tsx';
import { UsersGate } from './UsersGate.tsx';
import { actOnUsers, useUsers } from './users-store.ts';

const PATH = 'users/keys';
const rowKey = ({ id }: KeyView): string => id;

const KEY_SHAPE: FilterShape<KeyView> = {
  fields: [
    { id: 'key', also: ['name'], doc: 'Name or id', kind: 'text', read: ({ id, name }) => [name, id] },
    {
      id: 'is',
      doc: 'How the key stands',
      kind: 'state',
      states: {
        active: ({ status }) => status === 'active',
        expired: ({ status }) => status === 'expired',
        revoked: ({ status }) => status === 'revoked',
        unused: ({ lastUsedAt }) => lastUsedAt === null,
      },
    },
  ],
  text: ({ id, name, roles, createdBy }) => [id, name, rolesTitle(roles), createdBy].join(' ').toLowerCase(),
};

/** Keys by which programs come in. */
export function KeysPane(): ReactNode {
  const keys = useUsers((state) => state.keys);
  return (
    <UsersGate what="API keys" columns={KEY_COLUMNS} isRead={keys !== undefined}>
      {keys?.length === 0 ? (
        <EmptyState text="No API keys yet. A program that reads or writes over REST comes in with one, for at most a year.">
          <MakeButton />
        </EmptyState>
      ) : (
        <Table keys={keys ?? []} />
      )}
    </UsersGate>
  );
}

/** With the window that it opens. */
function MakeButton(): ReactNode {
  const [isMaking, setMaking] = useState(false);
  const mayManage = useMay('users');
  const isOpen = useLink(({ state }) => state.kind === 'open');
  return (
    <>
      <button
        type="button"
        className="button primary"
        disabled={!mayManage || !isOpen}
        title={mayManage ? undefined : 'Ask an Administrator to make keys.'}
        onClick={() => setMaking(true)}
      >
        <KeyRound size={16} strokeWidth={1.5} aria-hidden />
        Make a key…
      </button>
      {isMaking ? <AddKeyDialog onClose={() => setMaking(false)} /> : null}
    </>
  );
}

function Table({ keys }: { readonly keys: readonly KeyView[] }): ReactNode {
  const list = useListView<KeyView>({ id: PATH, rows: keys, columns: KEY_COLUMNS, rowKey, shape: KEY_SHAPE });
  const [picked, setPicked] = useState<readonly KeyView[]>([]);
  const [asked, setAsked] = useState<KeyView | null>(null);
  const mayManage = useMay('users');
  const isOpen = useLink(({ state }) => state.kind === 'open');
  const chosen = keys.find(({ id, status }) => id === picked[0]?.id && status === 'active');
  return (
    <>
      <div className="toolbar">
        <FilterBar label="Filter the keys" {...list.bar} />
        <span className="spacer" />
        <TableTools view={list.view} filter={list.typed} onFilter={list.type} />
        <button
          type="button"
          className="button"
          disabled={!chosen || !mayManage || !isOpen}
          title={chosen ? undefined : 'Choose a key that is active.'}
          onClick={() => setAsked(chosen ?? null)}
        >
          Revoke…
        </button>
        <MakeButton />
      </div>
      {list.rows.length === 0 ? (
        <EmptyState text={`No key matches “${list.filter}”.`}>
          <button type="button" className="button" onClick={list.clear}>
            Clear filter (Esc)
          </button>
        </EmptyState>
      ) : (
        <DataGrid<KeyView>
          label="API keys"
          rows={list.rows}
          columns={list.columns}
          view={list.view}
          rowKey={rowKey}
          resetOn={list.filter}
          onSelect={setPicked}
        />
      )}
      {asked ? <RevokeDialog asked={asked} onClose={() => setAsked(null)} /> : null}
    </>
  );
}

function RevokeDialog({ asked, onClose }: { readonly asked: KeyView; readonly onClose: () => void }): ReactNode {
  const revoke = async (): Promise<void> => {
    await actOnUsers(() => rpc().access.revokeKey({ id: asked.id }), `The key “${asked.name}” was revoked.`);
    onClose();
  };
  return (
    <FormDialog title={`Revoke “${asked.name}”`} action="Revoke" onSubmit={revoke} onClose={onClose}>
      <p>Whatever uses this key is refused at once. A revoked key cannot be taken back.</p>
    </FormDialog>
  );
}
