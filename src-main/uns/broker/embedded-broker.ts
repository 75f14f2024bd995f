import { createServer, type Server, type Socket } from 'node:net';
import type { Aedes } from 'aedes';
import type { Disposable } from '../../kernel/lifetime.ts';
import type { BrokerCounts } from './broker-messages.ts';
import { PacketGuard } from './packet-guard.ts';

const MOST_CLIENTS = 100;
const MOST_PACKET_BYTES = 256 * 1_024;
const MOST_RETAINED = 100_000;
/** A reader that takes nothing for so long is cut, as it holds up all others. */
const DRAIN_DEADLINE_MS = 5_000;
const CONNECT_DEADLINE_MS = 10_000;

/**
 * A small MQTT 3.1.1 broker for this computer alone (aedes). It keeps nothing for clients that are away, so that its
 * memory is bounded: every session is clean, and the log is what survives.
 */
export class EmbeddedBroker implements Disposable {
  readonly #aedes: Aedes;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #cut = new WeakSet<object>();
  readonly #retained = new Set<string>();
  #messages = 0;
  #refusedClients = 0;
  #cutClients = 0;

  private constructor(aedes: Aedes) {
    this.#aedes = aedes;
    aedes.preConnect = (_client, packet, done) => {
      packet.clean = true;
      done(null, true);
    };
    aedes.authorizePublish = (_client, packet, done) => done(this.#faultOf(packet));
    aedes.on('publish', (_packet, client) => {
      if (client) this.#messages++;
    });
    aedes.on('clientError', ({ conn }, error) => this.#failed(conn, error));
    aedes.on('connectionError', ({ conn }, error) => this.#failed(conn, error));
    this.#server = createServer({ noDelay: true }, (socket) => this.#accept(socket));
    this.#server.maxConnections = MOST_CLIENTS;
    this.#server.on('drop', () => this.#refusedClients++);
  }

  /** Rejects with the error of the socket when the port cannot be had. */
  static async listen(port: number): Promise<EmbeddedBroker> {
    const { Aedes } = await import('aedes');
    const aedes = await Aedes.createBroker({
      drainTimeout: DRAIN_DEADLINE_MS,
      connectTimeout: CONNECT_DEADLINE_MS,
      maxClientsIdLength: 256,
    });
    const broker = new EmbeddedBroker(aedes);
    try {
      await broker.#listen(port);
    } catch (error) {
      await broker.dispose();
      throw error;
    }
    return broker;
  }

  get counts(): BrokerCounts {
    return {
      clients: this.#aedes.connectedClients,
      messages: this.#messages,
      refusedClients: this.#refusedClients,
      cutClients: this.#cutClients,
    };
  }

  async dispose(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      if (this.#server.listening) this.#server.close(() => resolve());
      else resolve();
    });
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.#aedes.close(() => resolve()));
    await closed;
  }

  #listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    this.#aedes.handle(socket);
    const guard = new PacketGuard(MOST_PACKET_BYTES);
    // The library pulls; what it pulls passes here first.
    socket.on('data', (chunk) => {
      if (socket.destroyed || guard.accepts(chunk)) return;
      this.#failed(socket, new RangeError('packet too long'));
      socket.destroy();
    });
  }

  /** Counts a connection once, and not those whose network or peer has gone. */
  #failed(connection: object, error: NodeJS.ErrnoException): void {
    if (error.code !== undefined || this.#cut.has(connection)) return;
    this.#cut.add(connection);
    this.#cutClients++;
  }

  /** An error ends the connection of the client that published: MQTT 3.1.1 has no other way to refuse. */
  #faultOf(packet: {
    readonly topic: string;
    readonly retain: boolean;
    readonly payload: string | Buffer;
  }): Error | undefined {
    const { topic, retain, payload } = packet;
    if (topic.startsWith('$SYS/')) return new RangeError('$SYS/ is the broker’s own');
    if (!retain) return undefined;
    if (payload.length === 0) this.#retained.delete(topic);
    else if (this.#retained.size >= MOST_RETAINED && !this.#retained.has(topic)) {
      return new RangeError(`more than ${MOST_RETAINED} retained topics`);
    } else this.#retained.add(topic);
    return undefined;
  }
}
