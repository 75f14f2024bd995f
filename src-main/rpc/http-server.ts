import { existsSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import fastifyStatic from '@fastify/static';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { ERROR_CODES } from '../../src-shared/errors/error-codes.ts';
import { NexusError, toNexusError } from '../../src-shared/errors/nexus-error.ts';
import type { Sessions } from '../access/sessions.ts';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';
import type { Logger } from '../kernel/logger.ts';
import type { Watchers } from '../live/watchers.ts';
import { serveDownloads, type TakeDownload } from './downloads.ts';
import { checkOrigin, SECURITY_HEADERS } from './http-guard.ts';
import { serveOpenApi } from './openapi.ts';
import { type Operations, serveOperations } from './operations.ts';
import type { RpcRouter } from './orpc-router.ts';
import { bearerOf, serveRest } from './rest.ts';
import { admitVisitor, visitorOf } from './session-identity.ts';
import { SocketServer, sessionOf } from './socket.ts';
import { type ReceiveUpload, serveUploads } from './uploads.ts';

export interface HttpServerOptions extends Operations {
  readonly port: number;
  /** Undefined where no login is asked for. */
  readonly sessions: Sessions | undefined;
  /** Folder of the built pages; without it only the API is served. */
  readonly pages: string | undefined;
  readonly router: RpcRouter;
  readonly version: string;
  /** The revision of the project that runs. */
  readonly revision: () => number;
  /** Left out, nothing can be fetched. */
  readonly download?: TakeDownload;
  /** Left out, nothing can be sent. */
  readonly upload?: ReceiveUpload;
  readonly watchers: Watchers;
  readonly logger: Logger;
}

/** HTTP on loopback: pages, health, status, metrics, REST and the WebSocket, behind one check of host, origin and session. */
export class HttpServer implements Disposable {
  readonly port: number;
  readonly #lifetime: Lifetime;

  private constructor(port: number, lifetime: Lifetime) {
    this.port = port;
    this.#lifetime = lifetime;
  }

  /** @throws NexusError NX_SERVER_PORT when the port is taken or not allowed. */
  static async listen(options: HttpServerOptions): Promise<HttpServer> {
    const lifetime = new Lifetime('http server');
    const server = Fastify({
      logger: false,
      bodyLimit: 64 * 1024,
      requestTimeout: 30_000,
      connectionTimeout: 60_000,
      forceCloseConnections: true,
      http: { maxHeaderSize: 16 * 1024, headersTimeout: 10_000 },
    });
    lifetime.defer(() => server.close());
    const sockets = lifetime.add(new SocketServer(options.router, options.watchers, options.logger));
    server.server.maxConnections = 200;
    guard(server, options);
    serveOperations(server, options);
    serveSessions(server, options.sessions);
    serveRest(server, options.router, options.revision);
    serveOpenApi(server, options.router, options.version);
    if (options.download) serveDownloads(server, options.download);
    if (options.upload) serveUploads(server, options.upload);
    if (options.pages && existsSync(options.pages)) await servePages(server, options.pages);
    server.server.on('upgrade', (request, socket, head) => upgrade(request, socket, head, options, sockets));
    try {
      await server.listen({ host: '127.0.0.1', port: options.port });
    } catch (cause) {
      await lifetime.dispose();
      const text = `Port ${options.port} could not be opened (${(cause as NodeJS.ErrnoException).code}). Choose another one with --port.`;
      throw new NexusError('NX_SERVER_PORT', text, { port: options.port }, { cause });
    }
    return new HttpServer(options.port, lifetime);
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }
}

/** Paths that answer without a session: they tell nothing of the plant, are how a session begins, or carry a ticket. */
const OPEN_PATHS = /^\/(?:health(?:\/.*)?|session|download\/[\w-]+|w(?:\/.*)?|assets\/.*|index\.html|favicon\.\w+)?$/;

function guard(server: FastifyInstance, options: HttpServerOptions): void {
  server.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    reply.headers(SECURITY_HEADERS);
    checkOrigin(factsOf(request.raw), options.port);
    const path = request.url.split('?')[0]!;
    if (OPEN_PATHS.test(path)) return;
    const visitor = visitorOf(options.sessions, bearerOf(request));
    if (!visitor) throw new NexusError('NX_ACCESS_UNAUTHENTICATED');
    admitVisitor(request, visitor);
  });
  server.setErrorHandler(async (error, _request, reply) => {
    const status = (error as { statusCode?: number }).statusCode;
    const known = toNexusError(error, status !== undefined && status < 500 ? 'NX_REQUEST_INVALID' : 'NX_INTERNAL');
    if (known.code === 'NX_INTERNAL')
      options.logger.error('a request met an unexpected error', { error: String(error) });
    const code = known.code === 'NX_REQUEST_INVALID' ? (status ?? 400) : ERROR_CODES[known.code].http;
    const body = { type: 'about:blank', title: known.code, status: code, detail: known.text };
    await reply.code(code).type('application/problem+json').send(body);
  });
}

function factsOf(request: IncomingMessage): Parameters<typeof checkOrigin>[0] {
  const one = (name: string): string | undefined => {
    const value = request.headers[name];
    return Array.isArray(value) ? value[0] : value;
  };
  // Two Host headers: one for a proxy's eyes, one for ours. Neither is believed.
  const hosts = request.headersDistinct['host'] ?? [];
  return { host: hosts.length === 1 ? hosts[0] : undefined, origin: one('origin'), fetchSite: one('sec-fetch-site') };
}

function serveSessions(server: FastifyInstance, sessions: Sessions | undefined): void {
  server.get('/session', async (request) => {
    return { login: sessions ? 'token' : 'off', authenticated: !sessions || sessions.isValid(bearerOf(request)) };
  });
  server.post('/session', async (request) => {
    const token = (request.body as { readonly token?: unknown } | null)?.token;
    const session = sessions && typeof token === 'string' ? sessions.exchange(token) : undefined;
    if (!session) {
      throw new NexusError(
        'NX_ACCESS_UNAUTHENTICATED',
        'This address was used before or is too old. Start the service again for a new one.',
      );
    }
    return { session };
  });
}

async function servePages(server: FastifyInstance, pages: string): Promise<void> {
  await server.register(fastifyStatic, { root: pages, index: 'index.html', cacheControl: false });
  // A tab's own address is a view of the same page.
  server.get('/w/*', async (_request, reply) => reply.sendFile('index.html'));
}

function upgrade(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  options: HttpServerOptions,
  sockets: SocketServer,
): void {
  const refuse = (status: string): void => void socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
  try {
    checkOrigin(factsOf(request), options.port);
  } catch {
    return refuse('403 Forbidden');
  }
  if (request.url !== '/rpc') return refuse('404 Not Found');
  const visitor = visitorOf(options.sessions, sessionOf(request.headers['sec-websocket-protocol']));
  if (!visitor) return refuse('401 Unauthorized');
  sockets.upgrade(request, socket, head, visitor);
}
