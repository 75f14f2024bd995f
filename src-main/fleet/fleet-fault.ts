import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import { placeOf } from '../kernel/postgres/connection-config.ts';

/** What a person must know and do about an error of the configuration store: NX_FLEET_UNAVAILABLE, never with a password. */
export function fleetFault(error: unknown, url: string): NexusError {
  if (error instanceof NexusError) return error;
  const { host, port, user, name } = placeOf({ url });
  const { code, message } = error as { readonly code?: string; readonly message?: string };
  const seen = message || code || String(error);
  const text = `The configuration store at ${host}:${port} (database “${name}”) does not serve: ${seen}. ${nextStep(code, user, name)}`;
  return new NexusError('NX_FLEET_UNAVAILABLE', text, { host, port, database: name, seen }, { cause: error });
}

function nextStep(code: string | undefined, user: string, name: string): string {
  switch (code) {
    case '28P01':
    case '28000':
      return `Check fleet.database.password, and pg_hba.conf of the server for “${user}”.`;
    case '3D000':
      return `Create the database “${name}”, or correct fleet.database.url.`;
    case '42501':
      return `Give “${user}” the right to make a schema: GRANT CREATE ON DATABASE ${name} TO ${user}.`;
    default:
      return 'Devices go on as they are; it is tried again by itself.';
  }
}
