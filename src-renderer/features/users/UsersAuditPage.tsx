import type { ReactNode } from 'react';
import { tabClosed, tabOpened } from '../../state/layout.ts';
import { usePage } from '../../ui/page-context.ts';
import { AuditPane } from '../audit/AuditPane.tsx';
import { KeysPane } from './KeysPane.tsx';
import { RolesPane } from './RolesPane.tsx';
import { UsersPane } from './UsersPane.tsx';
import './users.css';

const VIEWS = [
  { id: 'users', path: 'users', title: 'Users' },
  { id: 'keys', path: 'users/keys', title: 'API keys' },
  { id: 'roles', path: 'users/roles', title: 'What roles may' },
  { id: 'audit', path: 'users/audit', title: 'Audit' },
] as const;

export type UsersView = (typeof VIEWS)[number]['id'];

/** Who may do what, and who did what. */
export function UsersAuditPage({ view }: { readonly view: UsersView }): ReactNode {
  const { path } = usePage();
  const show = (next: (typeof VIEWS)[number]): void => {
    if (next.id === view) return;
    tabOpened(next.path, 'kept');
    // It takes the place of the one that was left.
    tabClosed(path);
  };
  return (
    <div className="users-page">
      <nav className="users-views" aria-label="Users and audit">
        {VIEWS.map((one) => (
          <button
            key={one.id}
            type="button"
            aria-current={one.id === view ? 'page' : undefined}
            onClick={() => show(one)}
          >
            {one.title}
          </button>
        ))}
      </nav>
      <div className="users-view">
        <View view={view} />
      </div>
    </div>
  );
}

function View({ view }: { readonly view: UsersView }): ReactNode {
  switch (view) {
    case 'users':
      return <UsersPane />;
    case 'keys':
      return <KeysPane />;
    case 'roles':
      return <RolesPane />;
    case 'audit':
      return <AuditPane />;
  }
}
