import type { UserView } from '../../../src-shared/contract/access.ts';
import { ROLE_TITLES, ROLES } from '../../../src-shared/domain/access.ts';
import type { FilterShape } from '../../../src-shared/domain/compile-filter.ts';
import { scopeWords } from '../../state/scope-words.ts';

/** What a filter may ask of a user. */
export const USER_SHAPE: FilterShape<UserView> = {
  fields: [
    { id: 'user', also: ['name'], doc: 'User name or name', kind: 'text', read: ({ user, name }) => [user, name] },
    {
      id: 'role',
      doc: 'A role that is held',
      kind: 'text',
      read: ({ roles }) => roles.flatMap((role) => [role, ROLE_TITLES[role]]),
      values: () => [...ROLES],
    },
    { id: 'place', doc: 'Where', kind: 'text', read: ({ scope }) => scopeWords(scope) },
    {
      id: 'is',
      doc: 'How the account stands',
      kind: 'state',
      states: {
        active: ({ status }) => status === 'active',
        disabled: ({ status }) => status === 'disabled',
        online: ({ sessions }) => sessions > 0,
        provider: ({ source }) => source === 'oidc',
      },
    },
  ],
  text: ({ user, name, roles, scope }) =>
    [user, name, ...roles.map((role) => ROLE_TITLES[role]), scopeWords(scope)].join(' ').toLowerCase(),
};
