import { existsSync } from 'node:fs';
import { chmod, mkdir, rm } from 'node:fs/promises';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { Socket } from 'node:net';
import { dirname } from 'node:path';
import type { Duplex } from 'node:stream';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { type Disposable, Lifetime } from '../../kernel/lifetime.ts';
import { createServer } from '../../kernel/node-http.ts';
import type { TlsMaterial } from '../tls/tls-material.ts';
import { CONNECTION_LIMITS, limitConnections } from './connection-limits.ts';

/** Where to listen. */
export type ListenOn =
  | { readonly kind: 'tcp'; readonly address: string; readonly port: number; readonly tls: TlsMaterial | undefined }
  /** A Unix socket or named pipe, for programs of the same user on this computer. */
  | { readonly kind: 'local'; readonly path: string };

/** What is done with what comes in; the same for every listener. */
export interface Serving {
  readonly request: (request: IncomingMessage, response: ServerResponse) => void;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

/** How long a peer may take, and how much it may say before it is understood (reliability reference 4.3). */
const HTTP_LIMITS = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  // Of bodies: see below.
  requestTimeout: 0,
  keepAliveTimeout: 60_000,
  // Those that are over their time are looked for this often: by default only every 30 s.
  connectionsCheckingInterval: 2_000,
  requireHostHeader: true,
  insecureHTTPParser: false,
} as const;
/** Of a connection that was opened and says nothing, and of one that reads nothing of its answer. */
const SILENT_MS = 60_000;
const MOST_HEADERS = 100;
const BODY_MS = 30_000;
/** A file of gigabytes takes its time; it may only not pause for longer than a silent connection. */
const WITHOUT_DEADLINE = '/upload';

const doors = new WeakMap<IncomingMessage, ListenOn>();

/** One open door: HTTP/1.1 on TCP, on TCP with TLS, or on a socket of this computer. */
export class Listener implements Disposable {
  readonly on: ListenOn;
  readonly #server: Server | TlsServer;
  readonly #lifetime = new Lifetime('listener');
  readonly #sockets = new Set<Socket>();
  #tls: TlsMaterial | undefined;

  private constructor(on: ListenOn, server: Server | TlsServer) {
    this.on = on;
    this.#tls = on.kind === 'tcp' ? on.tls : undefined;
    this.#server = server;
  }

  /** @throws the error of the system where it cannot be opened, such as EADDRINUSE. */
  static async open(on: ListenOn, { request, upgrade }: Serving): Promise<Listener> {
    const take = (message: IncomingMessage, response: ServerResponse): void => {
      doors.set(message, on);
      giveBodyDeadline(message, response);
      request(message, response);
    };
    const tls = on.kind === 'tcp' ? on.tls : undefined;
    const server = tls
      ? createTlsServer({ ...HTTP_LIMITS, ...secureContext(tls), ALPNProtocols: ['http/1.1'] }, take)
      : createServer(HTTP_LIMITS, take);
    server.maxHeadersCount = MOST_HEADERS;
    server.setTimeout(SILENT_MS);
    server.on('upgrade', (message: IncomingMessage, socket: Duplex, head: Buffer) => {
      doors.set(message, on);
      upgrade(message, socket, head);
    });
    server.on('clientError', answerNonsense);
    limitConnections(server, CONNECTION_LIMITS);
    const listener = new Listener(on, server);
    server.on('connection', (socket: Socket) => {
      listener.#sockets.add(socket);
      socket.once('close', () => listener.#sockets.delete(socket));
    });
    listener.#lifetime.defer(() => listener.#close());
    try {
      await (on.kind === 'tcp' ? listenTcp(server, on) : listenLocal(server, on.path));
    } catch (error) {
      await listener.dispose();
      throw error;
    }
    return listener;
  }

  /** What it is served with now; undefined without TLS. */
  get tls(): TlsMaterial | undefined {
    return this.#tls;
  }

  /** Connections that come from now on are served with another certificate. */
  replaceCertificate(tls: TlsMaterial): void {
    this.#tls = tls;
    (this.#server as TlsServer).setSecureContext(secureContext(tls));
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  #close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      // Also those that became WebSockets, which the server counts and does not know.
      for (const socket of this.#sockets) socket.destroy();
    });
  }
}

/** Which door a request came in by. */
export function listenerOf(request: IncomingMessage): ListenOn {
  const on = doors.get(request);
  if (!on) throw new NexusError('NX_INTERNAL', 'A request came in by no listener.');
  return on;
}

/** A body has as long as everything else, however slowly it drips. */
function giveBodyDeadline(message: IncomingMessage, response: ServerResponse): void {
  const hasBody = message.headers['content-length'] !== undefined || message.headers['transfer-encoding'] !== undefined;
  if (!hasBody || message.url === WITHOUT_DEADLINE) return;
  const timer = setTimeout(() => {
    if (message.complete) return;
    if (!response.headersSent) response.writeHead(408, { connection: 'close', 'content-length': 0 });
    response.end(() => message.destroy());
  }, BODY_MS);
  const clear = (): void => clearTimeout(timer);
  message.once('end', clear);
  message.once('close', clear);
}

const secureContext = ({ cert, key }: TlsMaterial): { cert: string; key: string; minVersion: 'TLSv1.2' } => ({
  cert,
  key,
  minVersion: 'TLSv1.2',
});

function listenTcp(
  server: Server,
  { address, port }: { readonly address: string; readonly port: number },
): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: address, port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** A socket file that is there was left by an engine that is gone: one project has one engine. */
async function listenLocal(server: Server, path: string): Promise<void> {
  const isFile = process.platform !== 'win32';
  if (isFile) {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    if (existsSync(path)) await rm(path);
  }
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    // The file is made inside the call: it is never there with more rights than these.
    const mask = isFile ? process.umask(0o177) : 0;
    server.listen(path, () => {
      server.off('error', reject);
      resolve();
    });
    if (isFile) process.umask(mask);
  });
  if (isFile) await chmod(path, 0o600);
}

const STATUS_OF_NONSENSE: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** What is not HTTP gets one line and a closed connection. */
function answerNonsense(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const status = STATUS_OF_NONSENSE[error.code ?? ''] ?? '400 Bad Request';
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}
