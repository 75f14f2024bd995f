import { NexusError } from '../../../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { type OpcUaConnection, placeOf } from '../connection.ts';
import { readChain } from './certificate-chain.ts';
import { judgeCertificate } from './judge-certificate.ts';
import type { OfferedEndpoint } from './offered-endpoint.ts';
import { pkiFolder } from './pki-folder.ts';
import { revocationsOf } from './revocation.ts';
import { TrustList } from './trust-list.ts';

export interface ServerInQuestion {
  readonly connection: OpcUaConnection;
  readonly endpoint: OfferedEndpoint;
  readonly folder: string;
  readonly clock: Clock;
}

const DAY_US = 86_400e6;

/**
 * Looks whether the certificate that a server shows may be relied on, by what lies in the folders now. One that nobody
 * trusted is kept among the rejected, for somebody to look at.
 * Rejects with NX_OPCUA_UNTRUSTED, NX_OPCUA_EXPIRED, NX_OPCUA_HOST or NX_OPCUA_CERTIFICATE.
 */
export async function judgeServer({ connection, endpoint, folder, clock }: ServerInQuestion): Promise<void> {
  const pki = pkiFolder(folder);
  const list = new TrustList(pki);
  const url = connection.endpoint;
  const sent = chainIn(endpoint, url);
  const kept = await list.all(['trusted', 'issuers']);
  const of = (store: string): (typeof sent)[number][] =>
    kept.filter((one) => one.store === store).map(({ certificate }) => certificate);
  const { allow_weak_security: allowWeak, accept_host: allowHost, accept_expired_until: until } = connection;
  const nowUs = clock.wallUs();
  const fault = await judgeCertificate({
    sent,
    trusted: of('trusted'),
    issuers: of('issuers'),
    isRevoked: await revocationsOf(pki),
    endpoint: url,
    host: placeOf(connection).host,
    applicationUri: endpoint.applicationUri,
    nowUs,
    allowWeak,
    allowHost,
    // The whole day counts.
    allowExpiredUntilUs: until === undefined ? 0 : Date.parse(until) * 1_000 + DAY_US,
  });
  if (fault?.code === 'NX_OPCUA_UNTRUSTED') await list.keepRejected(sent[0]!, { endpoint: url, seenUs: nowUs });
  if (fault) throw fault;
}

function chainIn({ certificate }: OfferedEndpoint, url: string): ReturnType<typeof readChain> {
  try {
    return readChain(certificate);
  } catch (cause) {
    const text = `What ${url} shows as its certificate is none. Let the server make a new one.`;
    throw new NexusError('NX_OPCUA_CERTIFICATE', text, {}, { cause });
  }
}
