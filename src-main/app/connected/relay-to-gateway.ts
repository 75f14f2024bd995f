import type { TLSSocket } from 'node:tls';
import { WebSocket } from 'ws';
import { PORT_GREETING } from '../../../src-shared/contract/port-protocol.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { type Disposable, Lifetime } from '../../kernel/lifetime.ts';
import type { EnginePort } from '../../rpc/port.ts';
import { gatewayCertificate } from './gateway-certificate.ts';

/** A gateway that a window of this program is to show. The token stays in this process. */
export interface ConnectedGateway {
  /** `https://edge-pc-03:8480`. */
  readonly address: string;
  /** A session or an API key; undefined where the gateway asks for no login. */
  readonly token: string | undefined;
  /** SHA-256 fingerprint of its certificate, pinned; undefined without TLS. */
  readonly certificate: string | undefined;
}

const DEADLINE_MS = 10_000;
/** A page this far behind is cut off, and asks again. */
const MAX_BACKLOG_BYTES = 8 * 1024 * 1024;
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

/**
 * Relays a page's port to a gateway: the page cannot tell whether its engine is in this program or on an edge PC, and
 * needs no network. Both ends close together.
 *
 * @throws NexusError NX_DEPLOY_UNREACHABLE, NX_DEPLOY_KEY for another certificate, NX_ACCESS_UNAUTHENTICATED.
 */
export async function relayToGateway(gateway: ConnectedGateway, port: EnginePort): Promise<Disposable> {
  const lifetime = new Lifetime('relay to a gateway');
  lifetime.defer(() => port.close());
  try {
    const socket = await dial(gateway);
    lifetime.defer(() => socket.terminate());
    join(socket, port, lifetime);
    return lifetime;
  } catch (error) {
    await lifetime.dispose();
    throw error;
  }
}

function join(socket: WebSocket, port: EnginePort, lifetime: Lifetime): void {
  const end = (): void => void lifetime.dispose();
  let [sent, read] = [0, 0];
  const toPage = (message: string | ArrayBuffer): void => {
    sent += typeof message === 'string' ? message.length : message.byteLength;
    if (sent - read > MAX_BACKLOG_BYTES) end();
    else port.postMessage(message);
  };
  const toGateway = ({ data }: { readonly data: unknown }): void => {
    // A number is what the page has read; the socket has a window of its own.
    if (typeof data === 'number') read = Math.max(read, Math.min(data, sent));
    else if (typeof data === 'string') socket.send(data);
    else end();
  };
  socket.on('message', (data, isBinary) => {
    toPage(isBinary ? (data as ArrayBuffer) : Buffer.from(data as ArrayBuffer).toString('utf8'));
  });
  socket.on('close', end);
  socket.on('error', end);
  if ('addEventListener' in port) {
    port.addEventListener('message', toGateway);
    port.addEventListener('close', end);
  } else {
    port.on('message', toGateway);
    port.on('close', end);
  }
  toPage(PORT_GREETING);
  port.start();
}

async function dial({ address, token, certificate }: ConnectedGateway): Promise<WebSocket> {
  const url = new URL('/rpc', address);
  const isSecure = url.protocol === 'https:';
  url.protocol = isSecure ? 'wss:' : 'ws:';
  const pinned = isSecure ? await trustOnly(address, certificate) : {};
  const protocols = ['nexus.v1', ...(token === undefined ? [] : [`session.${token}`])];
  const socket = new WebSocket(url, protocols, {
    ...pinned,
    handshakeTimeout: DEADLINE_MS,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
  });
  socket.binaryType = 'arraybuffer';
  return await new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket));
    socket.once('unexpected-response', (_request, { statusCode }) => {
      socket.terminate();
      if (statusCode === 401) reject(new NexusError('NX_ACCESS_UNAUTHENTICATED'));
      else reject(unreachable(url.host, `status ${statusCode}`));
    });
    socket.on('error', (error) => reject(unreachable(url.host, error.message)));
  });
}

/** The certificate itself is all that is trusted, whoever issued it; it is compared again on the very connection. */
async function trustOnly(address: string, certificate: string | undefined): Promise<object> {
  const { fingerprint, pem } = await gatewayCertificate(address);
  if (fingerprint !== certificate) {
    const text = `The certificate of ${new URL(address).host} is not the one that was stored. Nothing was sent. Compare its fingerprint: ${fingerprint}.`;
    throw new NexusError('NX_DEPLOY_KEY', text, { fingerprint });
  }
  return {
    ca: [pem],
    allowPartialTrustChain: true,
    checkServerIdentity: (_host: string, shown: ReturnType<TLSSocket['getPeerCertificate']>) =>
      shown.fingerprint256 === fingerprint ? undefined : new NexusError('NX_DEPLOY_KEY'),
  };
}

const unreachable = (host: string, why: string): NexusError =>
  new NexusError(
    'NX_DEPLOY_UNREACHABLE',
    `${host} does not answer (${why}). Check the address and that the gateway runs.`,
  );
