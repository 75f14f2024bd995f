import { toNexusError } from '../../../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { OfferedConnection } from '../../offered-connection.ts';
import { dialUrl, type OpcUaConnection, parseEndpoint, placeOf } from '../connection.ts';
import { loadLibrary } from '../library.ts';
import { cancelled } from '../link-error.ts';
import { readChain } from './certificate-chain.ts';
import { certificateFacts } from './certificate-facts.ts';
import { judgeServer } from './judge-server.ts';
import type { OfferedEndpoint } from './offered-endpoint.ts';
import { endpointsOf } from './secure-client.ts';

const MODES = { None: 'None', Sign: 'Sign', SignAndEncrypt: 'Sign and encrypt' } as const;
const USERS = { anonymous: 'anonymous', name: 'name and password', certificate: 'certificate' } as const;

/**
 * What a server offers, best first. Its endpoints may name a host that is not found from here: they are dialled at the host that
 * somebody typed, with the path that the server says. Certificates are judged and nothing is trusted; one that
 * nobody trusted yet is kept for somebody to look at.
 * Rejects with NX_NET_* or NX_CANCELLED.
 */
export async function offeredConnections(
  connection: OpcUaConnection,
  { clock, folder }: { readonly clock: Clock; readonly folder?: string | undefined },
  signal: AbortSignal,
): Promise<readonly OfferedConnection[]> {
  const peer = placeOf(connection);
  const stop = new AbortController();
  signal.addEventListener('abort', () => stop.abort(cancelled(peer, signal.reason)));
  if (signal.aborted) stop.abort(cancelled(peer, signal.reason));
  const offered = await endpointsOf({ library: await loadLibrary(), connection, signal: stop.signal });
  const typed = dialUrl(connection).toLowerCase();
  const isOtherPlace = offered.some(({ url }) => url.toLowerCase().replace(/\/$/, '') !== typed);
  return await Promise.all(
    offered.map(async (endpoint): Promise<OfferedConnection> => {
      const { mode, policy, isWeak, users, url } = endpoint;
      const chosen = dialled(connection, endpoint);
      return {
        cells: [
          { title: 'Security', text: MODES[mode] },
          { title: 'Policy', text: policy ?? '—' },
          { title: 'Users', text: users.map((kind) => USERS[kind]).join(', ') || '—' },
          // Only where it says something else than what was typed.
          ...(isOtherPlace ? [{ title: 'Server says', text: url }] : []),
        ],
        protection: mode === 'None' ? 'open' : isWeak ? 'weak' : 'strong',
        connection: {
          endpoint: chosen.endpoint,
          security_mode: mode,
          ...(policy && { security_policy: policy }),
          ...(isWeak && { allow_weak_security: true }),
          ...(!users.includes(connection.user) && users[0] && { user: users[0] }),
        },
        certificate: mode === 'None' ? null : await certificateOf(chosen, endpoint, clock, folder),
      };
    }),
  );
}

function dialled(connection: OpcUaConnection, { url }: OfferedEndpoint): OpcUaConnection {
  const typed = parseEndpoint(connection.endpoint)!;
  const path = parseEndpoint(url)?.path || typed.path;
  const host = typed.host.includes(':') ? `[${typed.host}]` : typed.host;
  return { ...connection, endpoint: `opc.tcp://${host}:${typed.port}${path}` };
}

async function certificateOf(
  connection: OpcUaConnection,
  endpoint: OfferedEndpoint,
  clock: Clock,
  folder: string | undefined,
): Promise<OfferedConnection['certificate']> {
  try {
    const [server] = readChain(endpoint.certificate);
    if (!server) return null;
    const { name, thumbprint, validToUs } = certificateFacts(server);
    const fault = folder === undefined ? null : await faultOf({ connection, endpoint, clock, folder });
    return { name, thumbprint, validToUs, fault };
  } catch {
    // What is no certificate is said when somebody connects with it.
    return null;
  }
}

async function faultOf(
  question: Parameters<typeof judgeServer>[0],
): Promise<{ readonly code: string; readonly text: string } | null> {
  try {
    await judgeServer(question);
    return null;
  } catch (cause) {
    const { code, text } = toNexusError(cause);
    return { code, text };
  }
}
