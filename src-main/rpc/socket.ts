import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { AnyRouter } from '@orpc/server';
import { RPCHandler } from '@orpc/server/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';
import type { Logger } from '../kernel/logger.ts';
import type { Watchers } from '../live/watchers.ts';
import type { Authenticator, Visitor } from './authenticator.ts';
import type { Call } from './call.ts';
import { rpcMessages } from './rpc-messages.ts';

export const SOCKET_PROTOCOL = 'nexus.v1';
const SESSION_PREFIX = 'session.';
/** A device with 5,000 tags is about 1.5 MB; whoever sends has a session since the upgrade (decision 0013). */
const MAX_MESSAGE_BYTES = 4 * 1024 * 1024;
const MAX_CONNECTIONS = 100;
const PING_EVERY_MS = 15_000;
/** A viewer this far behind is cut off rather than kept in memory (reliability reference 4.3). */
const MAX_BACKLOG_BYTES = 8 * 1024 * 1024;
const TRY_AGAIN_LATER = 1013;
/** For applications (RFC 6455, 7.4.2): the page asks for a sign-in instead of coming back. */
const SESSION_ENDED = 4401;

/** The session that a browser can hand over only as a subprotocol. */
export function sessionOf(protocols: string | undefined): string | undefined {
  const entry = protocols
    ?.split(',')
    .map((text) => text.trim())
    .find((text) => text.startsWith(SESSION_PREFIX));
  return entry?.slice(SESSION_PREFIX.length);
}

export interface SocketServerOptions {
  readonly router: AnyRouter;
  readonly watchers: Watchers;
  readonly logger: Logger;
  readonly door: Pick<Authenticator, 'sessionEnded'>;
  /** Who has not answered the ping before is gone. */
  readonly pingEveryMs?: number;
}

/** Serves windows: calls as text messages, live values and series as binary ones, on one WebSocket. */
export class SocketServer implements Disposable {
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(SOCKET_PROTOCOL) ? SOCKET_PROTOCOL : false),
  });
  readonly #handler: RPCHandler<Call>;
  readonly #watchers: Watchers;
  readonly #logger: Logger;
  readonly #lifetime = new Lifetime('socket server');
  readonly #bySession = new Map<string, Set<WebSocket>>();
  readonly #pingEveryMs: number;
  #opened = 0;

  constructor({ router, watchers, logger, door, pingEveryMs = PING_EVERY_MS }: SocketServerOptions) {
    this.#pingEveryMs = pingEveryMs;
    this.#handler = new RPCHandler<Call>(router);
    this.#watchers = watchers;
    this.#logger = logger;
    this.#lifetime.defer(() => this.#server.close());
    this.#lifetime.add(door.sessionEnded.on((session) => this.#endSession(session)));
    this.#lifetime.defer(() => this.#server.clients.forEach((client) => client.terminate()));
  }

  get connections(): number {
    return this.#server.clients.size;
  }

  /** Takes over a checked upgrade request. @param visitor whose connection it is. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, visitor: Visitor): void {
    if (this.#server.clients.size >= MAX_CONNECTIONS) {
      socket.end('HTTP/1.1 503 Service Unavailable\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (client) =>
      this.#serve(client, { ...visitor, ip: request.socket.remoteAddress }),
    );
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  #serve(client: WebSocket, who: Pick<Call, 'identity' | 'session' | 'ip'>): void {
    const caller = `socket ${++this.#opened}`;
    const own = new Lifetime(caller);
    client.binaryType = 'arraybuffer';
    const send = (frame: ArrayBuffer): void => {
      if (client.bufferedAmount > MAX_BACKLOG_BYTES) client.close(TRY_AGAIN_LATER, 'too slow');
      else client.send(frame, { binary: true });
    };
    const backlogBytes = (): number => client.bufferedAmount;
    const watcher = own.add(this.#watchers.open({ send, backlogBytes }));
    client.on('error', (error) => this.#logger.debug('socket error', { caller, error: error.message }));
    client.on('close', () => void own.dispose());
    this.#keep(client, who.session, own);
    this.#keepAlive(client, own);
    const call: Call = { caller, via: 'socket', ...who, dataPlane: { watcher, send, backlogBytes } };
    void this.#handler.upgrade(rpcMessages(client), { context: call });
  }

  /** A session that ended closes its windows. */
  #keep(client: WebSocket, session: string, own: Lifetime): void {
    const clients = this.#bySession.get(session) ?? new Set();
    this.#bySession.set(session, clients.add(client));
    own.defer(() => {
      clients.delete(client);
      if (clients.size === 0 && this.#bySession.get(session) === clients) this.#bySession.delete(session);
    });
  }

  #endSession(session: string): void {
    for (const client of this.#bySession.get(session) ?? []) client.close(SESSION_ENDED, 'the session ended');
  }

  /** A peer that vanished without closing is found by its missing pong. */
  #keepAlive(client: WebSocket, own: Lifetime): void {
    let answered = true;
    client.on('pong', () => {
      answered = true;
    });
    const timer = setInterval(() => {
      if (!answered) return client.terminate();
      answered = false;
      client.ping();
    }, this.#pingEveryMs);
    own.defer(() => clearInterval(timer));
  }
}
