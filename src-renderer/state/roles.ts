import type { Role } from '../../src-shared/contract/define.ts';
import { useSystem } from './system.ts';

/** Roles that cover another one (reliability reference 4.2): an administrator neither writes nor changes devices. */
const COVERED_BY: Readonly<Record<Role, readonly Role[]>> = {
  viewer: ['viewer', 'operator', 'engineer', 'admin'],
  operator: ['operator', 'engineer'],
  engineer: ['engineer'],
  admin: ['admin'],
};

const TITLES: Readonly<Record<string, string>> = {
  viewer: 'Viewer',
  operator: 'Operator',
  engineer: 'Engineer',
  admin: 'Administrator',
};

/** Whether the person at this page may do what a role may. A gateway that does not say who it is keeps nobody from anything. */
export const useMay = (role: Role): boolean => useSystem(({ info }) => covers(rolesOf(info), role));

/** The same, asked once: for commands and keys. */
export const may = (role: Role): boolean => covers(rolesOf(useSystem.getState().info), role);

/** What the person is signed in as: `Viewer`, `Operator and Administrator`; empty where nobody said so. */
export const useRoleTitle = (): string => useSystem(({ info }) => (rolesOf(info) ?? []).map(titleOf).join(' and '));

/** @param roles undefined: all of them. */
export const covers = (roles: readonly string[] | undefined, role: Role): boolean =>
  roles === undefined || COVERED_BY[role].some((one) => roles.includes(one));

const titleOf = (role: string): string => TITLES[role] ?? role;

/** `you` is there where the gateway has accounts. */
function rolesOf(info: object | null): readonly string[] | undefined {
  return (info as { readonly you?: { readonly roles: readonly string[] } } | null)?.you?.roles;
}
