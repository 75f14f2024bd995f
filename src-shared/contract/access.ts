import { z } from 'zod';
import { KEY_PERMISSIONS, PERMISSION_NAMES, ROLES } from '../domain/access.ts';
import { event, method } from './define.ts';

const MOST_GLOBS = 64;

const Glob = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[^/\s]+$/, { error: 'A place is one word of the topic; * stands for any letters.' });
const globs = z.array(Glob).min(1).max(MOST_GLOBS).optional();

/** Places that an account is kept to: globs (`boiler-*`) of what the topic of a device says. What is left out is anything. */
export const ScopeForm = z.strictObject({ site: globs, area: globs, line: globs, device: globs });

/** What people sign in with: `mruiz`. */
const UserId = z
  .string()
  .trim()
  .toLowerCase()
  .min(2)
  .max(64)
  .regex(/^[a-z0-9][a-z0-9._@-]*$/, { error: 'Use letters, digits and . _ @ -, beginning with a letter or digit.' });
const DisplayName = z.string().trim().min(1).max(128);
/** Whether it is good enough is told by a message of its own, with what was seen. */
export const Password = z.string().max(1_024);
const roles = z.array(z.enum(ROLES)).max(ROLES.length);
const id = z.string().max(64);

export const UserView = z.object({
  id: z.string(),
  /** What the person signs in with. */
  user: z.string(),
  name: z.string(),
  roles: z.array(z.enum(ROLES)),
  scope: ScopeForm.nullable(),
  status: z.enum(['active', 'disabled']),
  /** `oidc`: the password is with a provider; roles come with each sign-in. */
  source: z.enum(['local', 'oidc']),
  createdAt: z.iso.datetime(),
  disabledAt: z.iso.datetime().nullable(),
  lastSignInAt: z.iso.datetime().nullable(),
  sessions: z.number(),
});
export type UserView = z.output<typeof UserView>;

export const SessionView = z.object({
  /** As audit and journals name it. */
  id: z.string(),
  userId: z.string(),
  userName: z.string(),
  ip: z.string(),
  since: z.iso.datetime(),
  lastActive: z.iso.datetime(),
  /** The end whatever is done, 12 h after the sign-in unless the site says otherwise. */
  until: z.iso.datetime(),
  locked: z.boolean(),
  /** That of this call. */
  current: z.boolean(),
});
export type SessionView = z.output<typeof SessionView>;

export const KeyView = z.object({
  id: z.string(),
  name: z.string(),
  roles: z.array(z.enum(ROLES)),
  /** No more than these; null: all that the roles allow a key. */
  permissions: z.array(z.enum(PERMISSION_NAMES)).nullable(),
  scope: ScopeForm.nullable(),
  writesPerSecond: z.number(),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  expiresAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
  status: z.enum(['active', 'expired', 'revoked']),
});
export type KeyView = z.output<typeof KeyView>;

export const MeView = z.object({
  kind: z.enum(['local', 'user', 'key', 'gateway']),
  id: z.string(),
  name: z.string(),
  roles: z.array(z.enum(ROLES)),
  permissions: z.array(z.enum(PERMISSION_NAMES)),
  scope: ScopeForm.nullable(),
  /** Whether there is a password to change and to unlock with. */
  hasPassword: z.boolean(),
  locked: z.boolean(),
  /** Idle for so long locks; null where nothing locks. */
  lockAfterS: z.number().nullable(),
  session: z.string(),
});
export type MeView = z.output<typeof MeView>;

const none = z.object({});
const done = z.object({});

/** Users, keys, sessions and what is one's own. Signing in and out is plain HTTP, because it comes before any call: docs/security.md. */
export const access = {
  me: method({
    doc: 'Who calls, with what he may do and where.',
    permission: 'own',
    rest: { method: 'GET', path: '/me' },
    input: none,
    output: MeView,
  }),
  active: method({
    doc: 'That the person at the page did something: puts off the lock. Calls that change something do so by themselves.',
    permission: 'own',
    asksOnly: true,
    rest: { method: 'POST', path: '/me/active' },
    input: none,
    output: z.object({ locked: z.boolean() }),
  }),
  lock: method({
    doc: 'Locks the session: values stay visible, nothing can be done until the password is given.',
    permission: 'own',
    rest: { method: 'POST', path: '/me/lock' },
    input: none,
    output: z.object({ locked: z.boolean() }),
  }),
  unlock: method({
    doc: 'Unlocks the session with the password of its user.',
    permission: 'own',
    confidential: true,
    rest: { method: 'POST', path: '/me/unlock' },
    input: z.object({ password: Password }),
    output: z.object({ locked: z.boolean() }),
  }),
  changePassword: method({
    doc: 'Changes one’s own password. All other sessions of the user end.',
    permission: 'own',
    confidential: true,
    rest: { method: 'POST', path: '/me/password' },
    input: z.object({ current: Password, password: Password }),
    output: done,
  }),
  mySessions: method({
    doc: 'One’s own sessions, newest first.',
    permission: 'own',
    rest: { method: 'GET', path: '/me/sessions' },
    input: none,
    output: z.array(SessionView),
  }),
  endMySession: method({
    doc: 'Ends one of one’s own sessions; its windows are closed.',
    permission: 'own',
    rest: { method: 'DELETE', path: '/me/sessions/{id}' },
    input: z.object({ id }),
    output: done,
  }),
  signOut: method({
    doc: 'Ends this session.',
    permission: 'own',
    rest: { method: 'POST', path: '/me/sign-out' },
    input: none,
    output: done,
  }),
  users: method({
    doc: 'All users, by name.',
    permission: 'users',
    rest: { method: 'GET', path: '/users' },
    input: none,
    output: z.array(UserView),
  }),
  addUser: method({
    doc: 'Adds a user.',
    permission: 'users',
    confidential: true,
    rest: { method: 'POST', path: '/users' },
    input: z.object({
      user: UserId,
      name: DisplayName.optional(),
      roles,
      scope: ScopeForm.nullable().default(null),
      password: Password,
    }),
    output: UserView,
  }),
  changeUser: method({
    doc: 'Changes what is named. Other roles, other places and `disabled` end the sessions of the user.',
    permission: 'users',
    rest: { method: 'PATCH', path: '/users/{id}' },
    input: z.object({
      id,
      name: DisplayName.optional(),
      roles: roles.optional(),
      scope: ScopeForm.nullable().optional(),
      status: z.enum(['active', 'disabled']).optional(),
    }),
    output: UserView,
  }),
  removeUser: method({
    doc: 'Removes a user and ends his sessions. What he did stays in the audit trail under his name.',
    permission: 'users',
    rest: { method: 'DELETE', path: '/users/{id}' },
    input: z.object({ id }),
    output: done,
  }),
  setPassword: method({
    doc: 'Gives a user another password and ends his sessions.',
    permission: 'users',
    confidential: true,
    rest: { method: 'PUT', path: '/users/{id}/password' },
    input: z.object({ id, password: Password }),
    output: done,
  }),
  sessions: method({
    doc: 'The sessions of all users, or of one, newest first.',
    permission: 'users',
    rest: { method: 'GET', path: '/sessions' },
    input: z.object({ userId: id.optional() }),
    output: z.array(SessionView),
  }),
  endSession: method({
    doc: 'Ends a session of anybody; its windows are closed.',
    permission: 'users',
    rest: { method: 'DELETE', path: '/sessions/{id}' },
    input: z.object({ id }),
    output: done,
  }),
  keys: method({
    doc: 'All API keys, newest first; their secrets are not kept.',
    permission: 'users',
    rest: { method: 'GET', path: '/keys' },
    input: none,
    output: z.array(KeyView),
  }),
  addKey: method({
    doc: 'Makes an API key. `key` is shown this once: `Authorization: Bearer nxk_…`.',
    permission: 'users',
    rest: { method: 'POST', path: '/keys' },
    input: z.object({
      name: DisplayName,
      roles: roles.min(1),
      permissions: z.array(z.enum(KEY_PERMISSIONS)).min(1).nullable().default(null),
      scope: ScopeForm.nullable().default(null),
      days: z.int().min(1).max(365).default(90),
      writesPerSecond: z.number().min(0.1).max(100).default(5),
    }),
    output: z.object({ key: z.string(), view: KeyView }),
  }),
  revokeKey: method({
    doc: 'Revokes an API key at once.',
    permission: 'users',
    rest: { method: 'DELETE', path: '/keys/{id}' },
    input: z.object({ id }),
    output: done,
  }),
  changed: event({
    doc: 'That users, keys or sessions changed: read them again.',
    permission: 'users',
    payload: z.object({ what: z.enum(['users', 'keys', 'sessions']) }),
  }),
  locked: event({
    doc: 'Whether this session is locked: now, and whenever it changes.',
    permission: 'own',
    payload: z.object({ locked: z.boolean() }),
  }),
};
