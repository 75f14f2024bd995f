import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { hostname } from 'node:os';
import type { Duplex } from 'node:stream';
import fastifyStatic from '@fastify/static';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { OidcDoor } from '../access/oidc/oidc-door.ts';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';
import type { Logger } from '../kernel/logger.ts';
import type { Watchers } from '../live/watchers.ts';
import type { Authenticator, SessionGrant, Visitor } from './authenticator.ts';
import { serveDownloads, type TakeDownload } from './downloads.ts';
import { checkOrigin, type RequestFacts, SECURITY_HEADERS, STRICT_TRANSPORT } from './http-guard.ts';
import { BODY_LIMIT, limitRequests } from './http-limits.ts';
import { answerProblems } from './http-problems.ts';
import { type ListenOn, listenerOf } from './listen/listener.ts';
import { type ListenerState, Listeners, type ListenSettings } from './listen/listeners.ts';
import { serveOpenApi } from './openapi.ts';
import { type Operations, serveOperations } from './operations.ts';
import type { RpcRouter } from './orpc-router.ts';
import { bearerOf, serveRest } from './rest.ts';
import { type AnswerAgent, serveDeploy } from './serve-deploy.ts';
import { isOidcCallback } from './serve-oidc.ts';
import { isSessionPath, serveSessions } from './serve-sessions.ts';
import { admitVisitor, localVisitor } from './session-identity.ts';
import { SocketServer, sessionOf } from './socket.ts';
import { type ReceiveUpload, serveUploads } from './uploads.ts';

export interface HttpServerOptions extends Operations {
  readonly listen: ListenSettings;
  /** Who knows whom to let in. */
  readonly door: Authenticator;
  /** Left out, nobody signs in at a provider. */
  readonly oidc?: OidcDoor<SessionGrant> | undefined;
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
  /** Left out, nobody deploys here. */
  readonly answerAgent?: AnswerAgent | undefined;
  /** Told of each request that was too many: of what, and from where. */
  readonly limitHit?: (limit: string, source: string) => void;
  readonly watchers: Watchers;
  readonly logger: Logger;
}

/** HTTP: pages, health, status, metrics, REST and the WebSocket, behind one check of host, origin and session. */
export class HttpServer implements Disposable {
  readonly #lifetime: Lifetime;
  readonly #listeners: Listeners;

  private constructor(listeners: Listeners, lifetime: Lifetime) {
    this.#listeners = listeners;
    this.#lifetime = lifetime;
  }

  /** @throws NexusError NX_SERVER_PORT when the port is taken or not allowed, NX_SERVER_TLS. */
  static async listen(options: HttpServerOptions): Promise<HttpServer> {
    const lifetime = new Lifetime('http server');
    // Only routes: the doors are the listeners', each with limits of its own.
    const server = Fastify({ logger: false, bodyLimit: BODY_LIMIT });
    lifetime.defer(() => server.close());
    const sockets = lifetime.add(new SocketServer(options));
    let listeners: Listeners | undefined;
    answerProblems(server, options.logger);
    await limitRequests(server, options.limitHit ?? (() => {}));
    guard(server, options);
    serveOperations(server, { ...options, listener: () => listeners?.state });
    serveSessions(server, options.door, options.oidc);
    serveRest(server, options.router, options.revision);
    serveOpenApi(server, options.router, options.version);
    if (options.download) serveDownloads(server, options.download);
    if (options.upload) serveUploads(server, options.upload);
    if (options.answerAgent) await serveDeploy(server, options.answerAgent);
    if (options.pages && existsSync(options.pages)) await servePages(server, options.pages);
    try {
      await server.ready();
      const serving = {
        request: (request: IncomingMessage, response: ServerResponse): void => server.routing(request, response),
        upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer): void =>
          void upgrade(request, socket, head, options, sockets),
      };
      listeners = lifetime.add(await Listeners.open(options.listen, serving, options.logger));
      return new HttpServer(listeners, lifetime);
    } catch (error) {
      await lifetime.dispose();
      throw error;
    }
  }

  /** Where it is served on TCP; undefined where nothing listens there. */
  get listener(): ListenerState | undefined {
    return this.#listeners.state;
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }
}

/** Paths that answer without a session: they tell nothing of the plant, are how a session begins, or carry a ticket. */
const OPEN_PATHS =
  /^\/(?:health(?:\/.*)?|download\/[\w-]+|deploy\/agent\/\w+|w(?:\/.*)?|assets\/.*|index\.html|favicon\.\w+)?$/;
/** What calls there are and how they are written says docs/api.md to everybody, too. */
const OPEN_DESCRIPTION = /^\/api(?:\/docs|-docs\/[\w.-]+|\/v1\/openapi\.json)$/;

function guard(server: FastifyInstance, options: HttpServerOptions): void {
  server.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    const on = listenerOf(request.raw);
    reply.headers(SECURITY_HEADERS);
    if (isSecure(on)) reply.headers(STRICT_TRANSPORT);
    const path = request.url.split('?')[0]!;
    const facts = factsOf(request.raw);
    // A provider sends the browser back from its own site; what comes is bound to the browser that went.
    const back = options.oidc && isOidcCallback(request.method, path) ? { fetchSite: undefined } : {};
    checkOrigin({ ...facts, ...back }, on, hostNames(options));
    if (OPEN_PATHS.test(path) || OPEN_DESCRIPTION.test(path) || isSessionPath(path)) return;
    admitVisitor(request, await whoComes(on, options.door, bearerOf(request)));
  });
}

/**
 * Whose request it is. Whoever may open the socket of this computer may read and write the project: without a session
 * of somebody else's he is the person at this computer.
 *
 * @throws NexusError NX_ACCESS_UNAUTHENTICATED
 */
async function whoComes(on: ListenOn, door: Authenticator, secret: string | undefined): Promise<Visitor> {
  const visitor = on.kind === 'local' && secret === undefined ? localVisitor() : await door.identify(secret);
  if (!visitor) throw new NexusError('NX_ACCESS_UNAUTHENTICATED');
  return visitor;
}

const isSecure = (on: ListenOn): boolean => on.kind === 'tcp' && on.tls !== undefined;

/** By which browsers may call the gateway, as `server.hosts` and this computer say. */
const hostNames = ({ listen }: HttpServerOptions): readonly string[] => [
  ...listen.hosts.map((name) => name.toLowerCase()),
  hostname().toLowerCase(),
];

function factsOf(request: IncomingMessage): RequestFacts {
  const one = (name: string): string | undefined => {
    const value = request.headers[name];
    return Array.isArray(value) ? value[0] : value;
  };
  // Two Host headers: one for a proxy's eyes, one for ours. Neither is believed.
  const hosts = request.headersDistinct['host'] ?? [];
  return {
    host: hosts.length === 1 ? hosts[0] : undefined,
    origin: one('origin'),
    fetchSite: one('sec-fetch-site'),
    localAddress: request.socket.localAddress,
  };
}

async function servePages(server: FastifyInstance, pages: string): Promise<void> {
  await server.register(fastifyStatic, { root: pages, index: 'index.html', cacheControl: false });
  // A tab's own address is a view of the same page.
  server.get('/w/*', async (_request, reply) => reply.sendFile('index.html'));
  server.get('/api/docs', async (_request, reply) => reply.sendFile('api-docs/index.html'));
}

async function upgrade(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  options: HttpServerOptions,
  sockets: SocketServer,
): Promise<void> {
  const refuse = (status: string): void => void socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
  const on = listenerOf(request);
  try {
    checkOrigin(factsOf(request), on, hostNames(options));
  } catch {
    return refuse('403 Forbidden');
  }
  if (request.url !== '/rpc') return refuse('404 Not Found');
  // Until it is ours nobody else listens for the end of the connection.
  socket.on('error', () => socket.destroy());
  try {
    const visitor = await whoComes(on, options.door, sessionOf(request.headers['sec-websocket-protocol']));
    sockets.upgrade(request, socket, head, visitor);
  } catch {
    refuse('401 Unauthorized');
  }
}
