import { dirname } from 'node:path';
import { NexusError } from '../../../../src-shared/errors/nexus-error.ts';
import {
  bareSecurity,
  type ClientSecurity,
  type SecurityFactory,
  type SecurityParts,
  trustsNobody,
} from '../client-security.ts';
import { dialUrl, type OpcUaConnection, placeOf, timingsOf } from '../connection.ts';
import type { Library } from '../library.ts';
import { askEndpoints } from './ask-endpoints.ts';
import { judgeServer } from './judge-server.ts';
import { type OfferedEndpoint, offeredEndpoints } from './offered-endpoint.ts';
import { type OwnCertificate, ownCertificate } from './own-certificate.ts';
import { pkiFolder } from './pki-folder.ts';
import { userIdentity } from './user-identity.ts';

/**
 * What a connect needs, made anew each time: asks the server for its endpoints, takes the one that the device is set to,
 * looks whether its certificate is trusted, and shows ours. A connection without security and without a user skips all that.
 */
export const secureClient: SecurityFactory = async (parts) => {
  const { library, connection } = parts;
  if (connection.security_mode === 'None' && connection.user === 'anonymous') return bareSecurity(library);
  assertStrong(connection);
  const endpoint = chosen(connection, await endpointsOf(parts));
  return await securityFor(parts, endpoint);
};

/** Rejects as `askEndpoints`. */
export async function endpointsOf({
  library,
  connection,
  signal,
}: Pick<SecurityParts, 'library' | 'connection' | 'signal'>): Promise<readonly OfferedEndpoint[]> {
  const { host, port } = placeOf(connection);
  const { connectMs } = timingsOf(connection);
  const peer = { host, port };
  return offeredEndpoints(
    await askEndpoints({ library, peer, url: dialUrl(connection), connectTimeoutMs: connectMs, signal }),
  );
}

/** The endpoint that the device is set to. @throws NexusError NX_OPCUA_SECURITY where the server does not offer it. */
export function chosen(connection: OpcUaConnection, offered: readonly OfferedEndpoint[]): OfferedEndpoint {
  const { security_mode: mode, security_policy: policy, endpoint, user } = connection;
  const fitting = offered.filter((one) => one.mode === mode && (mode === 'None' || one.policy === policy));
  const found = fitting.find(({ users }) => users.includes(user)) ?? fitting[0];
  if (found) return found;
  const others = offered.map((one) => (one.policy ? `${one.mode} ${one.policy}` : one.mode)).join(', ');
  const wanted = mode === 'None' ? mode : `${mode} ${policy}`;
  const text = `${endpoint} does not offer ${wanted}; it offers ${others || 'nothing that this gateway knows'}. Choose one of these.`;
  throw new NexusError('NX_OPCUA_SECURITY', text);
}

/** Our certificate, the server's, and the user. Rejects with what `judgeServer` or `userIdentity` have to say. */
export async function securityFor(parts: SecurityParts, endpoint: OfferedEndpoint): Promise<ClientSecurity> {
  const { library, connection, clock } = parts;
  const folder = assertFolder(parts);
  // The folder of drivers is <project>/.nexus/drivers.
  const user = await userIdentity(library, connection, endpoint, dirname(dirname(folder)));
  if (endpoint.mode === 'None') return { ...bareSecurity(library), user };
  await judgeServer({ connection, endpoint, folder, clock });
  const own = await ownCertificate(pkiFolder(folder), clock.wallUs() / 1_000);
  return { isBare: false, options: await optionsOf(library, endpoint, own), user };
}

async function optionsOf(
  library: Library,
  { mode, policy, certificate }: OfferedEndpoint,
  own: OwnCertificate,
): Promise<ClientSecurity['options']> {
  const { MessageSecurityMode, SecurityPolicy } = library.client;
  const { StaticCertificateChainProvider } = await import('node-opcua-common');
  return {
    applicationName: 'Nexus Edge',
    applicationUri: own.applicationUri,
    securityMode: MessageSecurityMode[mode],
    securityPolicy: SecurityPolicy[policy!],
    certificateKeyPairProvider: new StaticCertificateChainProvider([own.certificate.raw], { hidden: own.key }),
    // The server's certificate was judged, and is given: whoever else is asked about is trusted by nobody.
    clientCertificateManager: trustsNobody(library),
    serverCertificate: Buffer.from(certificate),
  };
}

function assertStrong({
  security_mode: mode,
  security_policy: policy,
  allow_weak_security: weak,
  endpoint,
}: OpcUaConnection): void {
  const isWeak = policy === 'Basic128Rsa15' || policy === 'Basic256';
  if (mode === 'None' || !isWeak || weak) return;
  const text = `${policy} for ${endpoint} can be broken. Choose Basic256Sha256 or better, or allow weak policies for this device.`;
  throw new NexusError('NX_OPCUA_SECURITY', text);
}

/** @throws NexusError NX_OPCUA_SECURITY where there is no project. */
export function assertFolder({ folder, connection }: Pick<SecurityParts, 'folder' | 'connection'>): string {
  if (folder !== undefined) return folder;
  const text = `Certificates are kept with a project, and here is none, so ${connection.endpoint} can be reached with mode None only.`;
  throw new NexusError('NX_OPCUA_SECURITY', text);
}
