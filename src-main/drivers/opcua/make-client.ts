import type { OPCUAClient, OPCUAClientOptions } from 'node-opcua-client';
import type { ClientSecurity } from './client-security.ts';
import type { Library } from './library.ts';

/**
 * The server ends a session that we lost after so long, so that lost ones do not pile up there; longer than the longest
 * poll interval.
 */
const SESSION_TIMEOUT_MS = 150_000;
/** The key of the channel is renewed at least this often. */
const RENEWAL_MS = 2_700_000;

export interface ClientParts {
  readonly library: Library;
  readonly security: ClientSecurity;
  readonly connectTimeoutMs: number;
  readonly transportFactory: NonNullable<OPCUAClientOptions['transportFactory']>;
}

/** A client of the library that connects once and repairs nothing by itself. */
export function makeClient({ library, security, connectTimeoutMs, transportFactory }: ClientParts): OPCUAClient {
  const client = library.client.OPCUAClient.create({
    ...security.options,
    clientName: 'Nexus Edge',
    connectionStrategy: { maxRetry: 0, initialDelay: 1, maxDelay: 1, randomisationFactor: 0 },
    endpointMustExist: false,
    keepSessionAlive: false,
    keepPendingSessionsOnDisconnect: true,
    requestedSessionTimeout: SESSION_TIMEOUT_MS,
    // Or after three quarters of what the server says; one that says 49 days would have it renewed all the time.
    tokenRenewalInterval: RENEWAL_MS,
    transportTimeout: connectTimeoutMs,
    defaultTransactionTimeout: connectTimeoutMs,
    transportFactory,
  });
  // Connecting would make a certificate on the disk of this computer and check it.
  if (security.isBare) Object.assign(client, { initializeCM: () => Promise.resolve() });
  return client;
}
