import { NexusError } from '../../../../src-shared/errors/nexus-error.ts';
import type { Place } from '../../../kernel/postgres/connection-config.ts';
import { isOfTemporaryTables, seenIn, socketCode, sqlState } from './database-error.ts';

/** What a person must know and do about an error of a database. @param schema as it is configured, without quotes. */
export function databaseFault(error: unknown, place: Place, schema: string): NexusError {
  if (error instanceof NexusError) return error;
  const { host, port } = place;
  const seen = seenIn(error);
  const context = { host, port, database: place.name, schema, sqlState: sqlState(error), seen };
  return new NexusError('NX_HISTORY_UNAVAILABLE', describe(error, place, schema, seen), context, { cause: error });
}

function describe(error: unknown, { host, port, user, name }: Place, schema: string, seen: string): string {
  const where = `${host}:${port}`;
  const state = sqlState(error);
  switch (state) {
    case '28P01':
    case '28000':
      return `The database at ${where} refuses the user “${user}” (${seen}). Check user and password in historian.database, and pg_hba.conf of the server.`;
    case '3D000':
      return `The server at ${where} has no database “${name}”. Create it, or correct the address in historian.database.url.`;
    case '42501':
      if (isOfTemporaryTables(error))
        return `The user “${user}” may not make temporary tables in the database “${name}” (${seen}). Have its administrator run: GRANT TEMP ON DATABASE ${name} TO ${user}; points wait in the log meanwhile.`;
      return `The user “${user}” lacks a right in the database “${name}” (${seen}). Have its administrator run: CREATE SCHEMA IF NOT EXISTS ${schema} AUTHORIZATION ${user}; the user must own what is in it.`;
    case '25006':
      return `The database “${name}” at ${where} may only be read (${seen}). Point historian.database.url to the primary server, or end its read-only mode.`;
    case '53100':
      return `The disk of the database at ${where} is full (${seen}). Make room there; points wait in the log meanwhile.`;
    case '53300':
      return `The database at ${where} has no connection free (${seen}). Raise max_connections there, or lower historian.database.pool.`;
    case '57P01':
    case '57P02':
    case '57P03':
      return `The database at ${where} stops or starts (${seen}). Nothing to do if it comes back; points wait in the log meanwhile.`;
    case '57014':
      return `The database at ${where} ended a statement because of its time limit (${seen}). Raise statement_timeout of the user “${user}”.`;
    case '55P03':
    case '40P01':
      return `Something in the database “${name}” is locked by another session (${seen}). End it there; it is tried again by itself.`;
  }
  if (/^4[24]/.test(state))
    return `The tables in schema “${schema}” of “${name}” are not as they were made (${seen}). Put them back from a backup, or choose another historian.database.schema.`;
  if (state !== '') return `The database “${name}” at ${where} reports ${state}: ${seen}. It is tried again by itself.`;
  return describeSocket(error, where, seen);
}

function describeSocket(error: unknown, where: string, seen: string): string {
  const code = socketCode(error);
  if (/does not support SSL/.test(seen))
    return `The database at ${where} speaks no TLS. Switch ssl on there, or write sslmode=disable into historian.database.url.`;
  if (/password must be a (non-empty )?string|empty/.test(seen))
    return `The database at ${where} asks for a password, and none is set. Name one in historian.database.password.`;
  if (/^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO)/.test(code))
    return `TLS to the database at ${where} did not come about (${code}: ${seen}). Check historian.database.ca, cert and key, and the name in the server’s certificate.`;
  if (code === 'ECONNREFUSED')
    return `Nothing answers at ${where} (${seen}). Start the database there, or correct historian.database.url.`;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `There is no computer of the name in ${where} (${seen}). Correct historian.database.url, or mend the name service.`;
  return `The database at ${where} does not answer (${seen}). Check that it runs and can be reached; points wait in the log meanwhile.`;
}
