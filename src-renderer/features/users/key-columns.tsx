import type { KeyView } from '../../../src-shared/contract/access.ts';
import { PERMISSIONS } from '../../../src-shared/domain/access.ts';
import { rolesTitle } from '../../state/roles.ts';
import { scopeWords } from '../../state/scope-words.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import type { Column } from '../../ui/grid-column.ts';
import { formatTime } from '../../ui/time-format.ts';

const STATES = {
  active: { glyph: 'ok', word: 'Active' },
  expired: { glyph: 'never', word: 'Expired' },
  revoked: { glyph: 'never', word: 'Revoked' },
} as const;

/** `Operator: Write to tags while armed` */
const mayWords = ({ roles, permissions }: KeyView): string =>
  permissions === null
    ? rolesTitle(roles)
    : `${rolesTitle(roles)}: ${permissions.map((permission) => PERMISSIONS[permission].title).join(', ')}`;

/** What there is to know of each key; its secret is not kept. */
export const KEY_COLUMNS: readonly Column<KeyView>[] = [
  { ...text('name', 'Key', 150, ({ name }) => name), sticky: true, use: 'always' },
  text('id', 'Begins with', 140, ({ id }) => `nxk_${id}`, 'mono quiet'),
  {
    id: 'status',
    title: 'Status',
    widthPx: 104,
    use: 'always',
    sortKey: ({ status }) => status,
    cell: ({ status }) => (
      <span className="user-status">
        <Glyph name={STATES[status].glyph} /> {STATES[status].word}
      </span>
    ),
  },
  { ...text('may', 'May', 200, mayWords), grow: true },
  { ...text('scope', 'Places', 140, ({ scope }) => scopeWords(scope)), grow: true },
  {
    ...text('rate', 'Writes/s', 72, ({ writesPerSecond }) => String(writesPerSecond)),
    align: 'right',
    sortKey: ({ writesPerSecond }) => writesPerSecond,
  },
  time('used', 'Last used', ({ lastUsedAt }) => lastUsedAt),
  time('expires', 'Expires', ({ expiresAt }) => expiresAt),
  { ...text('by', 'Made by', 110, ({ createdBy }) => createdBy), use: 'rare' },
];

function text(id: string, title: string, widthPx: number, words: (key: KeyView) => string, tone = ''): Column<KeyView> {
  return {
    id,
    title,
    widthPx,
    sortKey: words,
    cell: (key) => (
      <span className={`text ${tone}`} title={words(key)}>
        {words(key)}
      </span>
    ),
  };
}

function time(id: string, title: string, at: (key: KeyView) => string | null): Column<KeyView> {
  const words = (iso: string | null): string => (iso === null ? 'never' : formatTime(Date.parse(iso)));
  return { ...text(id, title, 148, (key) => words(at(key))), sortKey: (key) => at(key) ?? '' };
}
