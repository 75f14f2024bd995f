import type { KeyView, MeView, SessionView, UserView } from '../../../src-shared/contract/access.ts';
import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import { mayDo, PERMISSION_NAMES } from '../../../src-shared/domain/access.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { AccessDesk } from '../../access/access-desk.ts';
import { Accounts } from '../../access/accounts.ts';
import type { ApiKey } from '../../access/api-key.ts';
import type { Session } from '../../access/session-store.ts';
import type { User } from '../../access/user.ts';
import { eventStream } from '../../kernel/event-stream.ts';
import type { Call } from '../../rpc/call.ts';
import { type AccessChange, accessChanges } from '../access/access-changes.ts';
import type { EngineParts } from '../engine-parts.ts';

/** Users, keys, sessions and what is one's own. */
export function accessHandlers({ access: desk }: EngineParts): NexusHandlers<Call>['access'] {
  const accounts = new Accounts(desk);
  const { users, keys, sessions } = desk;
  const own = (session: string, call: Call): Session => {
    const found = sessions.find(session);
    const mine = sessions.find(call.session)?.userId;
    if (!found || mine === undefined || found.userId !== mine)
      throw new NexusError('NX_NOT_FOUND', 'You have no such session. It may have ended.');
    return found;
  };
  return {
    me: (_input, call) => meView(desk, call),
    active: (_input, { session }) => {
      sessions.touch(session);
      return { locked: desk.isLocked(session) };
    },
    lock: (_input, { session }) => {
      sessions.lock(session);
      return { locked: desk.isLocked(session) };
    },
    unlock: async ({ password }, { session, ip }) => {
      await desk.provePassword(session, password, ip ?? '');
      sessions.unlock(session);
      return { locked: false };
    },
    changePassword: async ({ current, password }, call) => {
      const user = await desk.provePassword(call.session, current, call.ip ?? '');
      await accounts.setPassword(user.id, password, call, call.session);
      return {};
    },
    mySessions: (_input, call) => {
      const { userId } = sessions.find(call.session) ?? {};
      return userId === undefined
        ? []
        : sessions
            .of(userId)
            .toReversed()
            .map((one) => sessionView(desk, one, call));
    },
    endMySession: async ({ id }, call) => {
      await accounts.endSession(own(id, call).id, call);
      return {};
    },
    signOut: (_input, { session }) => {
      desk.signOut(session);
      return {};
    },
    users: () => users.all.toSorted((a, b) => a.name.localeCompare(b.name)).map((user) => userView(desk, user)),
    addUser: async (input, call) => userView(desk, await accounts.add(input, call)),
    changeUser: async ({ id, ...patch }, call) => userView(desk, await accounts.change(id, patch, call)),
    removeUser: async ({ id }, call) => {
      await accounts.remove(id, call);
      return {};
    },
    setPassword: async ({ id, password }, call) => {
      await accounts.setPassword(id, password, call);
      return {};
    },
    sessions: ({ userId }, call) =>
      (userId === undefined ? sessions.all : sessions.of(userId))
        .toReversed()
        .map((one) => sessionView(desk, one, call)),
    endSession: async ({ id }, call) => {
      await accounts.endSession(id, call);
      return {};
    },
    keys: () => keys.all.toReversed().map((key) => keyView(desk, key)),
    addKey: async (input, call) => {
      const { key, made } = await accounts.addKey(input, call);
      return { key, view: keyView(desk, made) };
    },
    revokeKey: async ({ id }, call) => {
      await accounts.revokeKey(id, call);
      return {};
    },
    changed: (_call, signal) =>
      eventStream((listener: (change: AccessChange) => void) => accessChanges(desk, listener), signal, undefined, 100),
    locked: ({ session }, signal) =>
      eventStream(
        (listener) =>
          sessions.lockChanged.on((change) => change.session.id === session && listener({ locked: change.locked })),
        signal,
        { locked: desk.isLocked(session) },
      ),
  };
}

function meView({ users, sessions, settings }: AccessDesk, { identity, session }: Call): MeView {
  const known = sessions.find(session);
  const user = known?.userId === undefined ? undefined : users.find(known.userId);
  const hasPassword = known?.hasPassword ?? false;
  return {
    ...{ kind: identity.kind, id: identity.id, name: identity.name, roles: [...identity.roles] },
    permissions: PERMISSION_NAMES.filter((permission) => mayDo(identity, permission)),
    scope: user?.scope ?? scopeForm(identity.scope),
    ...{ hasPassword, locked: sessions.isLocked(session), session },
    lockAfterS: hasPassword ? settings.times.idleMs / 1_000 : null,
  };
}

/** The contract's lists may be changed by who gets them. */
const scopeForm = (scope: Call['identity']['scope']): MeView['scope'] =>
  scope === undefined
    ? null
    : Object.fromEntries(Object.entries(scope).map(([level, globs]) => [level, globs && [...globs]]));

function userView({ sessions }: AccessDesk, { hash: _hash, subject: _subject, ...user }: User): UserView {
  return { ...user, sessions: sessions.of(user.id).length };
}

function keyView({ keys }: AccessDesk, { mark: _mark, revokedAt: _revoked, ...key }: ApiKey): KeyView {
  const status = keys.statusOf({ ...key, mark: '', revokedAt: _revoked });
  return { ...key, status };
}

function sessionView({ sessions }: AccessDesk, session: Session, call: Call): SessionView {
  const { id, userId, identity, ip } = session;
  return {
    ...{ id, userId: userId ?? '', userName: identity.name, ip, locked: sessions.isLocked(id) },
    since: isoOf(session.sinceUs),
    lastActive: isoOf(sessions.lastActiveUs(id)),
    until: isoOf(session.untilUs),
    current: id === call.session,
  };
}

const isoOf = (timeUs: number): string => new Date(timeUs / 1_000).toISOString();
