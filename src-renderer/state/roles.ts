import type { SystemInfo } from '../../src-shared/contract/system.ts';
import { allows, PERMISSIONS, type Permission, ROLE_TITLES, type Role } from '../../src-shared/domain/access.ts';
import { useSystem } from './system.ts';

/** Whether the person at this page may. Before the gateway said who it is, nobody is kept from anything. */
export const useMay = (permission: Permission): boolean => useSystem(({ info }) => mayWith(rolesOf(info), permission));

/** The same, asked once: for commands and keys. */
export const may = (permission: Permission): boolean => mayWith(rolesOf(useSystem.getState().info), permission);

/** What the person is signed in as: `Viewer`, `Operator and Administrator`; empty before the gateway said so. */
export const useRoleTitle = (): string =>
  useSystem(({ info }) => (rolesOf(info) ?? []).map((role) => ROLE_TITLES[role]).join(' and '));

/** @param roles undefined: not known yet. */
export const mayWith = (roles: readonly Role[] | undefined, permission: Permission): boolean =>
  roles === undefined || allows(roles, permission);

/** Whom to ask for a permission: `an Engineer`, the first that may. */
export function whomToAsk(permission: Permission): string {
  const title = ROLE_TITLES[PERMISSIONS[permission].roles[0]];
  return `${/^[AEIOU]/.test(title) ? 'an' : 'a'} ${title}`;
}

function rolesOf(info: SystemInfo | null): readonly Role[] | undefined {
  return info?.you.roles;
}
