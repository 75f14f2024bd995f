/** What a person is here for. One may hold several; what that allows is the sum (DESIGN 17). */
export const ROLES = ['viewer', 'operator', 'engineer', 'admin', 'auditor'] as const;
export type Role = (typeof ROLES)[number];

export const ROLE_TITLES: Readonly<Record<Role, string>> = {
  viewer: 'Viewer',
  operator: 'Operator',
  engineer: 'Engineer',
  admin: 'Administrator',
  auditor: 'Auditor',
};

interface PermissionSpec {
  /** As a list says it: `Read values, trends and alarms`. */
  readonly title: string;
  readonly roles: readonly Role[];
}

const PLANT: readonly Role[] = ['operator', 'engineer'];

/**
 * What there is to be allowed, and who is (reliability reference 4.2). Deny by default: what no role is named for nobody
 * may do. Calls, pages, REST, MQTT and the tests of refusals are all made from this table; a call names one of its keys.
 * Duties are separate: an administrator neither writes to the plant nor changes devices, an engineer makes no users.
 */
export const PERMISSIONS = {
  read: { title: 'Read values, trends, alarms and devices', roles: ['viewer', 'operator', 'engineer', 'admin'] },
  operate: { title: 'Keep watch tables, trends and loop checks', roles: PLANT },
  write: { title: 'Write to tags while armed', roles: PLANT },
  configure: { title: 'Change devices, tags and connections', roles: ['engineer'] },
  release: { title: 'Make tags writable and set their limits', roles: ['admin'] },
  deploy: { title: 'Deploy to gateways and roll back', roles: ['engineer'] },
  settings: { title: 'Change settings of the gateway', roles: ['engineer', 'admin'] },
  remoteOff: { title: 'Switch remote writes off', roles: ['operator', 'engineer', 'admin'] },
  remoteOn: { title: 'Switch remote writes on', roles: ['admin'] },
  trust: { title: 'Trust and remove certificates', roles: ['admin'] },
  users: { title: 'Manage users, keys and sign-in', roles: ['admin'] },
  own: { title: 'See what runs here and what is one’s own', roles: ROLES },
  audit: { title: 'Read, verify and export the audit trail', roles: ['admin', 'auditor'] },
  purge: { title: 'Drop a backlog and delete history', roles: ['admin'] },
  drill: { title: 'Run outage drills', roles: ['engineer', 'admin'] },
  diagnose: { title: 'Capture traffic and export diagnostics', roles: ['engineer', 'admin'] },
} as const satisfies Readonly<Record<string, PermissionSpec>>;
export type Permission = keyof typeof PERMISSIONS;

export const PERMISSION_NAMES = Object.keys(PERMISSIONS) as readonly Permission[];

/** What nobody may hand to a key, whatever his roles: accounts are made by people, and settle who may make keys. */
const NEVER_OF_KEYS: readonly Permission[] = ['users', 'release', 'remoteOn', 'trust'];
export const KEY_PERMISSIONS = PERMISSION_NAMES.filter((permission) => !NEVER_OF_KEYS.includes(permission));

/** Whether somebody with these roles may. */
export function allows(roles: readonly Role[], permission: Permission): boolean {
  const { roles: allowed }: PermissionSpec = PERMISSIONS[permission];
  return roles.some((role) => allowed.includes(role));
}

/** Whether this caller may; keys may be kept to a part of what their roles allow. */
export function mayDo({ kind, roles, permissions }: Identity, permission: Permission): boolean {
  if (kind === 'key' && NEVER_OF_KEYS.includes(permission)) return false;
  return allows(roles, permission) && (permissions === undefined || permissions.includes(permission));
}

/** Places that an account is kept to, as globs of one segment each; what is left out is anything. */
export interface AccessScope {
  readonly site?: readonly string[] | undefined;
  readonly area?: readonly string[] | undefined;
  readonly line?: readonly string[] | undefined;
  readonly device?: readonly string[] | undefined;
}

/** Who calls, as far as anything in the engine needs to know. */
export interface Identity {
  /** `local`: the person at this computer. */
  readonly kind: 'local' | 'user' | 'key' | 'gateway';
  /** Stable, as audit and journals name it. */
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** No more than these of what the roles allow: of an API key that is for one thing. */
  readonly permissions?: readonly Permission[] | undefined;
  /** Undefined: everywhere. */
  readonly scope?: AccessScope | undefined;
}
