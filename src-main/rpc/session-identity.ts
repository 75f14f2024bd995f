import { createHash } from 'node:crypto';

/** Whose call it is where no login is asked for. */
export const LOCAL_IDENTITY = 'local';

/** A name for a session that may stand in memory and in journals: it does not give the session away. */
export function identityOf(session: string | undefined): string {
  if (session === undefined) return LOCAL_IDENTITY;
  return createHash('sha256').update(session).digest('hex').slice(0, 16);
}
