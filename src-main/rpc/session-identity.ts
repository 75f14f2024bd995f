import { createHash } from 'node:crypto';
import { userInfo } from 'node:os';
import { type Identity, ROLES } from '../../src-shared/domain/access.ts';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { Sessions } from '../access/sessions.ts';

/** The session of the person at this computer, where no login is asked for. */
export const LOCAL_SESSION = 'local';
const SHOWN = 6;

/** Who is let in, and under which name of his session. */
export interface Visitor {
  readonly identity: Identity;
  readonly session: string;
}

/** A name for a session that may stand in memory and in journals: it does not give the session away. */
export function sessionName(secret: string): string {
  return createHash('sha256').update(secret).digest('hex').slice(0, 16);
}

/** The person at this computer, who holds all roles. */
export const localVisitor = (): Visitor => ({
  identity: { kind: 'local', id: LOCAL_SESSION, name: localName(), roles: ROLES },
  session: LOCAL_SESSION,
});

/** Who comes with this session; undefined: nobody is let in with it. @param sessions undefined where no login is asked for. */
export function visitorOf(sessions: Sessions | undefined, secret: string | undefined): Visitor | undefined {
  if (!sessions) return localVisitor();
  if (secret === undefined || !sessions.isValid(secret)) return undefined;
  const session = sessionName(secret);
  const name = `session ${session.slice(0, SHOWN)}`;
  return { identity: { kind: 'local', id: session, name, roles: ROLES }, session };
}

const admitted = new WeakMap<object, Visitor>();

/** Remembers whom the guard let in, for what serves the request. */
export const admitVisitor = (request: object, visitor: Visitor): void => void admitted.set(request, visitor);

/** Whom the guard let in. */
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
