import { ROLES, type Role } from '../../../src-shared/domain/access.ts';
import type { CommandSpec } from './command-spec.ts';
import type { GivenOptions } from './given-options.ts';
import { usageError } from './usage-error.ts';

const USER_ACTS = ['list', 'add', 'roles', 'password', 'enable', 'disable', 'remove'] as const;
const KEY_ACTS = ['list', 'add', 'revoke'] as const;

interface AccessFacts {
  readonly project: string;
  readonly form: 'text' | 'json';
  /** A user, or the name or id of a key; empty for a list. */
  readonly name: string;
  readonly roles: readonly Role[] | undefined;
}
export interface AccessUserCommand extends AccessFacts {
  readonly kind: 'access-user';
  readonly act: (typeof USER_ACTS)[number];
}
export interface AccessKeyCommand extends AccessFacts {
  readonly kind: 'access-key';
  readonly act: (typeof KEY_ACTS)[number];
}

export const accessUserLine = {
  usage: 'access user list|add|roles|password|enable|disable|remove [USER] [--roles A,B] [--project DIR] [--json]',
  doc: 'manage who may sign in; passwords are read from standard input. Of a service that runs, or of a project at rest',
  options: ['project', 'roles', 'json'],
  operands: ['ACT', 'USER'],
  parse: (given: GivenOptions): AccessUserCommand => {
    const act = actOf(given, USER_ACTS, 'user');
    return { kind: 'access-user', act, ...factsOf(given, act, 'user', act === 'add' || act === 'roles') };
  },
} as const satisfies CommandSpec;

export const accessKeyLine = {
  usage: 'access key list|add|revoke [NAME|ID] [--roles A,B] [--project DIR] [--json]',
  doc: 'manage API keys for programs; a new one is printed this once',
  options: ['project', 'roles', 'json'],
  operands: ['ACT', 'NAME'],
  parse: (given: GivenOptions): AccessKeyCommand => {
    const act = actOf(given, KEY_ACTS, 'key');
    return { kind: 'access-key', act, ...factsOf(given, act, 'key', act === 'add') };
  },
} as const satisfies CommandSpec;

export const accessSetupLine = {
  usage: 'access setup-code [--project DIR]',
  doc: 'print the code that makes the first administrator, while a service waits for it',
  options: ['project'],
  parse: ({ project }: GivenOptions) => ({ kind: 'access-setup-code', project }) as const,
} as const satisfies CommandSpec;

function actOf<T extends string>({ operands }: GivenOptions, acts: readonly T[], what: string): T {
  const act = acts.find((known) => known === operands[0]);
  if (!act) throw usageError(`access ${what} takes one of ${acts.join(', ')}: nexus-edge access ${what} list.`);
  return act;
}

function factsOf(given: GivenOptions, act: string, what: string, takesRoles: boolean): AccessFacts {
  const name = given.operands[1] ?? '';
  if (act !== 'list' && name === '') throw usageError(`access ${what} ${act} needs a name after it.`);
  if (act === 'list' && name !== '') throw usageError(`“${name}” is one word too many.`);
  const asked = given.many('roles');
  const unknown = asked?.find((role) => !(ROLES as readonly string[]).includes(role));
  if (unknown !== undefined) throw usageError(`“${unknown}” is no role. Roles are ${ROLES.join(', ')}.`);
  if (takesRoles && asked === undefined) throw usageError(`--roles A,B is missing. Roles are ${ROLES.join(', ')}.`);
  return { project: given.project, form: given.form, name, roles: asked as readonly Role[] | undefined };
}
