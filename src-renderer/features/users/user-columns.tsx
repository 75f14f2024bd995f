import type { UserView } from '../../../src-shared/contract/access.ts';
import { rolesTitle } from '../../state/roles.ts';
import { scopeWords } from '../../state/scope-words.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import type { Column } from '../../ui/grid-column.ts';
import { formatTime } from '../../ui/time-format.ts';

const timeWords = (iso: string | null): string => (iso === null ? 'never' : formatTime(Date.parse(iso)));

/** What there is to know of each user. */
export const USER_COLUMNS: readonly Column<UserView>[] = [
  {
    id: 'user',
    title: 'User',
    widthPx: 150,
    sticky: true,
    use: 'always',
    sortKey: ({ user }) => user,
    cell: ({ user, name }) => (
      <span className="text" title={name}>
        {user} {name === user ? null : <span className="quiet">{name}</span>}
      </span>
    ),
  },
  { ...text('roles', 'Roles', 190, ({ roles }) => rolesTitle(roles) || 'none'), grow: true },
  { ...text('scope', 'Places', 160, ({ scope }) => scopeWords(scope)), grow: true },
  {
    id: 'status',
    title: 'Status',
    widthPx: 104,
    use: 'always',
    sortKey: ({ status }) => status,
    cell: ({ status }) => (
      <span className="user-status">
        <Glyph name={status === 'active' ? 'ok' : 'never'} /> {status === 'active' ? 'Active' : 'Disabled'}
      </span>
    ),
  },
  text('source', 'Signs in', 104, ({ source }) => (source === 'local' ? 'Password' : 'Provider')),
  time('last', 'Last sign-in', ({ lastSignInAt }) => lastSignInAt),
  {
    ...text('sessions', 'Sessions', 76, ({ sessions }) => String(sessions)),
    align: 'right',
    sortKey: ({ sessions }) => sessions,
  },
  time('created', 'Created', ({ createdAt }) => createdAt),
];

function text(id: string, title: string, widthPx: number, words: (user: UserView) => string): Column<UserView> {
  return {
    id,
    title,
    widthPx,
    sortKey: words,
    cell: (user) => (
      <span className="text" title={words(user)}>
        {words(user)}
      </span>
    ),
  };
}

function time(id: string, title: string, at: (user: UserView) => string | null): Column<UserView> {
  return { ...text(id, title, 148, (user) => timeWords(at(user))), sortKey: (user) => at(user) ?? '' };
}
