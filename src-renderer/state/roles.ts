import { allows, PERMISSIONS, type Permission, ROLE_TITLES, type Role } from '../../src-shared/domain/access.ts';
import { useSystem } from './system.ts';
import { useTriedRoles } from './tried-roles.ts';

/** Whether the person at this page may. Before the gateway said who it is, nobody is kept from anything. */
export const useMay = (permission: Permission): boolean => mayWith(useRoles(), permission);

/** The same, asked once: for commands and keys. */
export const may = (permission: Permission): boolean =>
  mayWith(useTriedRoles.getState().roles ?? useSystem.getState().info?.you.roles, permission);

/** What the person is signed in as: `Viewer`, `Operator and Administrator`; empty before the gateway said so. */
export const useRoleTitle = (): string => rolesTitle(useRoles() ?? []);

/** `Viewer`, `Operator and Administrator`, `Viewer, Operator and Engineer`; empty for none. */
export const rolesTitle = (roles: readonly Role[]): string =>
  new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(roles.map((role) => ROLE_TITLES[role]));

/** @param roles undefined: not known yet. */
export const mayWith = (roles: readonly Role[] | undefined, permission: Permission): boolean =>
  roles === undefined || allows(roles, permission);

/** Whom to ask for a permission: `an Engineer`, the first that may. */
export function whomToAsk(permission: Permission): string {
  const title = ROLE_TITLES[PERMISSIONS[permission].roles[0]];
  return `${/^[AEIOU]/.test(title) ? 'an' : 'a'} ${title}`;
}

/** Those that are tried, or one's own; undefined: not known yet. */
function useRoles(): readonly Role[] | undefined {
  const own = useSystem(({ info }) => info?.you.roles);
  const tried = useTriedRoles(({ roles }) => roles);
  return tried ?? own;
}
