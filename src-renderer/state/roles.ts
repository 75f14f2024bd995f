import type { Role } from '../../src-shared/contract/define.ts';
import type { SystemInfo } from '../../src-shared/contract/system.ts';
import { useSystem } from './system.ts';

/** Roles that cover another one (reliability reference 4.2): an administrator neither writes nor changes devices. */
const COVERED_BY: Readonly<Record<Role, readonly Role[]>> = {
  viewer: ['viewer', 'operator', 'engineer', 'admin'],
  operator: ['operator', 'engineer'],
  engineer: ['engineer'],
  admin: ['admin'],
};

const TITLES: Readonly<Record<Role, string>> = {
  viewer: 'Viewer',
  operator: 'Operator',
  engineer: 'Engineer',
  admin: 'Administrator',
};

/** Whether the person at this page may do what a role may. Before the gateway said who it is, nobody is kept from anything. */
export const useMay = (role: Role): boolean => useSystem(({ info }) => covers(rolesOf(info), role));

/** The same, asked once: for commands and keys. */
export const may = (role: Role): boolean => covers(rolesOf(useSystem.getState().info), role);

/** What the person is signed in as: `Viewer`, `Operator and Administrator`; empty before the gateway said so. */
export const useRoleTitle = (): string =>
  useSystem(({ info }) => (rolesOf(info) ?? []).map((role) => TITLES[role]).join(' and '));

/** @param roles undefined: not known yet. */
export const covers = (roles: readonly string[] | undefined, role: Role): boolean =>
  roles === undefined || COVERED_BY[role].some((one) => roles.includes(one));

function rolesOf(info: SystemInfo | null): readonly Role[] | undefined {
  return info?.you.roles;
}
