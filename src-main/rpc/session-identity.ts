import { userInfo } from 'node:os';
import { ROLES } from '../../src-shared/domain/access.ts';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { Visitor } from './authenticator.ts';

/** The session of the person at this computer, where no login is asked for. */
export const LOCAL_SESSION = 'local';

/** The person at this computer, who holds all roles. */
export const localVisitor = (): Visitor => ({
  identity: { kind: 'local', id: LOCAL_SESSION, name: localName(), roles: ROLES },
  session: LOCAL_SESSION,
});

const admitted = new WeakMap<object, Visitor>();

/** Remembers whom the guard let in, for what serves the request. */
export const admitVisitor = (request: object, visitor: Visitor): void => void admitted.set(request, visitor);

/** Whom the guard let in. @throws NexusError NX_ACCESS_UNAUTHENTICATED for a request that came past it */
export function visitorOfRequest(request: object): Visitor {
  const visitor = admitted.get(request);
  if (!visitor) throw new NexusError('NX_ACCESS_UNAUTHENTICATED');
  return visitor;
}

/** A container may run under a number that has no name. */
function localName(): string {
  try {
    return userInfo().username;
  } catch {
    return LOCAL_SESSION;
  }
}
