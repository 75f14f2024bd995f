import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { type AccessDesk, identityOfUser } from '../../access/access-desk.ts';
import { OidcDoor } from '../../access/oidc/oidc-door.ts';
import type { OidcPerson } from '../../access/oidc/oidc-person.ts';
import type { User } from '../../access/user.ts';
import type { Clock } from '../../kernel/clock.ts';
import { resolveSecret } from '../../kernel/resolve-secret.ts';
import type { AccessConfig } from '../../project/config/access-config.ts';
import type { SessionGrant } from '../../rpc/authenticator.ts';

export interface OidcSetup {
  /** Of the project. */
  readonly folder: string;
  readonly config: AccessConfig;
  readonly access: AccessDesk;
  readonly clock: Clock;
}

/** Opens the way in over a provider; undefined where none is set, or nobody signs in by name. */
export function openOidc({ folder, config, access, clock }: OidcSetup): OidcDoor<SessionGrant> | undefined {
  const { oidc } = config;
  if (!oidc || config.login !== 'required') return undefined;
  const { client_secret: place } = oidc;
  return new OidcDoor<SessionGrant>({
    config: oidc,
    clock,
    secret: async () => place && (await resolveSecret(place, folder)),
    admit: async (person, { ip }) => await access.openFor(await accountOf(access, person), ip ?? ''),
    onRefused: ({ code }, { ip }) =>
      void access.tell({ action: 'session.refused', object: oidc.name, actor: undefined, result: 'refused', code, ip }),
  });
}

/**
 * The account that stands for a person of a provider, made at his first sign-in. His roles are the provider's to give,
 * and are renewed each time; the places are kept here.
 *
 * @throws NexusError NX_OIDC_REFUSED for one that was disabled here, NX_ACCESS_LAST_ADMIN
 */
async function accountOf(access: AccessDesk, person: OidcPerson): Promise<User> {
  const subject = `${person.issuer} ${person.subject}`;
  const { users, sessions, tell } = access;
  const roles = [...person.roles];
  const found = users.ofSubject(subject);
  if (!found) {
    const user = freeName(access, person);
    const made = { user, name: person.displayName, roles, scope: null, source: 'oidc', subject, hash: null } as const;
    const added = await users.add({ ...made, roles });
    await tell({
      action: 'user.created',
      object: `user ${user}`,
      actor: identityOfUser(added),
      result: 'ok',
      after: { roles },
    });
    return added;
  }
  if (found.status !== 'active') {
    const text = `The account “${found.user}” is disabled on this gateway. Ask an Administrator to enable it.`;
    throw new NexusError('NX_OIDC_REFUSED', text);
  }
  if (sameRoles(found, person) && found.name === person.displayName) return found;
  const changed = await users.change(found.id, { roles, name: person.displayName });
  if (!sameRoles(found, person)) {
    // What he may elsewhere is no more than what he may now.
    sessions.endAllOf(found.id, 'user_changed');
    const about = { before: { roles: found.roles }, after: { roles } };
    await tell({
      action: 'user.changed',
      object: `user ${found.user}`,
      actor: identityOfUser(changed),
      result: 'ok',
      ...about,
    });
  }
  return changed;
}

const sameRoles = (user: User, { roles }: OidcPerson): boolean =>
  user.roles.length === roles.length && roles.every((role) => user.roles.includes(role));

/** An account of this gateway is never taken over by a provider that knows the same name. */
function freeName({ users }: AccessDesk, { name, issuer, subject }: OidcPerson): string {
  const plain =
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9._@-]/g, '-')
      .replace(/^[^a-z0-9]+/, '')
      .slice(0, 40) || 'user';
  const names = [plain, `${plain}@${new URL(issuer).hostname}`.slice(0, 64)];
  const taken = (wanted: string): boolean => users.all.some(({ user }) => user === wanted);
  return (
    names.find((one) => !taken(one)) ??
    `${plain}-${subject
      .toLowerCase()
      .replaceAll(/[^a-z0-9]/g, '')
      .slice(0, 20)}`
  );
}
