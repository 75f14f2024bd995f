import { userInfo } from 'node:os';
import type { SystemInfo } from '../../../src-shared/contract/system.ts';
import { ROLES } from '../../../src-shared/domain/access.ts';
import type { Call } from '../../rpc/call.ts';
import { LOCAL_IDENTITY } from '../../rpc/session-identity.ts';

const SHOWN = 6;

/**
 * Who calls, as a screen shows it: the person at this computer under his name here, anybody else under the first
 * characters of his session, as audit and journals name it. Until there are users, who was let in may do everything.
 */
export function identityView({ session }: Pick<Call, 'session'>): SystemInfo['you'] {
  return { name: session === LOCAL_IDENTITY ? localName() : `session ${session.slice(0, SHOWN)}`, roles: [...ROLES] };
}

/** A container may run under a number that has no name. */
function localName(): string {
  try {
    return userInfo().username;
  } catch {
    return LOCAL_IDENTITY;
  }
}
