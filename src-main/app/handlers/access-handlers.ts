import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import { mayDo, PERMISSION_NAMES } from '../../../src-shared/domain/access.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { Call } from '../../rpc/call.ts';

type AccessHandlers = NexusHandlers<Call>['access'];

const notHere = (): never => {
  throw new NexusError('NX_NOT_FOUND', 'There are no users here: access.login is not “required”.');
};

/** Users, keys and sessions. */
export function accessHandlers(): AccessHandlers {
  return {
    me: (_input, { identity, session }) => ({
      ...{ kind: identity.kind, id: identity.id, name: identity.name, roles: [...identity.roles] },
      permissions: PERMISSION_NAMES.filter((permission) => mayDo(identity, permission)),
      scope: null,
      ...{ hasPassword: false, locked: false, lockAfterS: null, session },
    }),
    active: () => ({ locked: false }),
    signOut: notHere,
    lock: notHere,
    unlock: notHere,
    changePassword: notHere,
    mySessions: () => [],
    endMySession: notHere,
    users: () => [],
    addUser: notHere,
    changeUser: notHere,
    removeUser: notHere,
    setPassword: notHere,
    sessions: () => [],
    endSession: notHere,
    keys: () => [],
    addKey: notHere,
    revokeKey: notHere,
    changed: notHere,
    locked: notHere,
  };
}
