import type { Identity, Role } from '../../src-shared/domain/access.ts';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import { crashPoint } from '../kernel/crash-point.ts';
import type { AccessDesk } from './access-desk.ts';
import type { AccessEvent } from './access-event.ts';
import type { ApiKey } from './api-key.ts';
import { judgePassword } from './judge-password.ts';
import type { NewKey } from './key-store.ts';
import type { User } from './user.ts';
import type { UserPatch } from './user-store.ts';

/** Who manages accounts, and from where. */
export interface Manager {
  readonly identity: Pick<Identity, 'kind' | 'id' | 'name'>;
  readonly session: string;
  readonly ip?: string | undefined;
}

export interface UserForm {
  readonly user: string;
  readonly name?: string | undefined;
  readonly roles: readonly Role[];
  readonly scope: User['scope'];
  readonly password: string;
}

/** Users and keys as an administrator manages them: each change ends what it makes untrue, and is told to the audit trail. */
export class Accounts {
  readonly #desk: AccessDesk;

  constructor(desk: AccessDesk) {
    this.#desk = desk;
  }

  /** @throws NexusError NX_ACCESS_PASSWORD, NX_ACCESS_TAKEN, NX_ACCESS_LIMIT */
  async add({ user, name, roles, scope, password }: UserForm, by: Manager): Promise<User> {
    const { users, hasher } = this.#desk;
    judgePassword(password, [user, name ?? '']);
    const hash = await hasher.hash(password);
    crashPoint('users.afterHash');
    const made = await users.add({
      ...{ user, name: name ?? user, roles: [...roles], scope, hash },
      ...{ source: 'local', subject: undefined },
    });
    await this.#tell(by, 'user.created', `user ${user}`, { after: factsOf(made) });
    return made;
  }

  /**
   * Other roles, other places and a status of `disabled` end the sessions of the user.
   * @throws NexusError NX_NOT_FOUND, NX_ACCESS_LAST_ADMIN
   */
  async change(id: string, patch: Omit<UserPatch, 'hash' | 'lastSignInAt'>, by: Manager): Promise<User> {
    const { users, sessions } = this.#desk;
    const before = users.get(id);
    const after = await users.change(id, patch);
    const isAnother =
      JSON.stringify([before.roles, before.scope, before.status]) !==
      JSON.stringify([after.roles, after.scope, after.status]);
    if (isAnother) sessions.endAllOf(id, 'user_changed');
    await this.#tell(by, 'user.changed', `user ${after.user}`, { before: factsOf(before), after: factsOf(after) });
    return after;
  }

  /** @throws NexusError NX_NOT_FOUND, NX_ACCESS_LAST_ADMIN */
  async remove(id: string, by: Manager): Promise<void> {
    const { users, sessions } = this.#desk;
    const gone = await users.remove(id);
    sessions.endAllOf(id, 'user_changed');
    await this.#tell(by, 'user.removed', `user ${gone.user}`, { before: factsOf(gone) });
  }

  /**
   * @param but the session that stays: one's own, where one changes one's own.
   * @throws NexusError NX_NOT_FOUND, NX_ACCESS_PASSWORD
   */
  async setPassword(id: string, password: string, by: Manager, but?: string): Promise<void> {
    const { users, hasher, sessions } = this.#desk;
    const user = users.get(id);
    if (user.source === 'oidc')
      throw new NexusError(
        'NX_REQUEST_INVALID',
        `The password of “${user.user}” is with its provider. Change it there.`,
      );
    judgePassword(password, [user.user, user.name]);
    await users.change(id, { hash: await hasher.hash(password) });
    sessions.endAllOf(id, 'password_changed', but);
    await this.#tell(by, 'user.password', `user ${user.user}`);
  }

  async addKey(form: Omit<NewKey, 'createdBy'>, by: Manager): Promise<{ readonly key: string; readonly made: ApiKey }> {
    const added = await this.#desk.keys.add({ ...form, createdBy: by.identity.name });
    const { id, name, roles, permissions, scope, expiresAt } = added.made;
    await this.#tell(by, 'key.created', `key ${id}`, { after: { name, roles, permissions, scope, expiresAt } });
    return added;
  }

  /** @throws NexusError NX_NOT_FOUND */
  async revokeKey(id: string, by: Manager): Promise<void> {
    const { name } = await this.#desk.keys.revoke(id);
    await this.#tell(by, 'key.revoked', `key ${id}`, { before: { name } });
  }

  async endSession(id: string, by: Manager): Promise<void> {
    const session = this.#desk.sessions.find(id);
    if (!session) throw new NexusError('NX_NOT_FOUND', 'That session has ended already.');
    const isOwn = by.identity.id === session.identity.id;
    this.#desk.sessions.end(id, isOwn ? 'signed_out' : 'ended_by_admin');
    if (!isOwn) await this.#tell(by, 'session.revoked', `user ${session.identity.name}`, { before: { session: id } });
  }

  #tell(
    by: Manager,
    action: AccessEvent['action'],
    object: string,
    what: Pick<AccessEvent, 'before' | 'after'> = {},
  ): Promise<void> {
    const { identity, session, ip } = by;
    return this.#desk.tell({ action, object, actor: identity, result: 'ok', ip, session, ...what });
  }
}

const factsOf = ({ user, name, roles, scope, status, source }: User): object => ({
  user,
  name,
  roles,
  scope,
  status,
  source,
});
