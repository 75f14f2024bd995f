import { connect, createServer, type Server, type Socket } from 'node:net';
import type { OPCUAServer } from 'node-opcua';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../../kernel/clock.ts';
import { resetSocket } from '../../kernel/reset-socket.ts';
import type { Simulator, SimulatorFault, SimulatorOptions } from '../driver.ts';
import { closeServer, listenFrom } from '../listen-on.ts';
import type { OpcUaConnection } from './connection.ts';
import { RequestWatch } from './request-watch.ts';
import { startTwinServer } from './twin-server.ts';

const HOST = '127.0.0.1';
const FRAMES_KEPT = 1_000;
/** Behind the usual timeout of a request, 5 s. */
const DELAY_MS = 8_000;

/**
 * An OPC UA server on loopback that has the tags' nodes, and in front of it a listener that acts out faults: the
 * server itself knows of none.
 */
export class OpcUaSimulator implements Simulator {
  readonly host = HOST;
  port = 0;
  readonly #listener: Server;
  readonly #clock: Clock;
  readonly #sockets = new Set<Socket>();
  readonly #frames: Uint8Array[] = [];
  #server: OPCUAServer | undefined;
  #serverPort = 0;
  #delayMs = 0;
  #fault: SimulatorFault = 'none';

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#listener = createServer({ noDelay: true }, (socket) => this.#accept(socket));
  }

  async start(options: SimulatorOptions<OpcUaConnection>): Promise<void> {
    this.#delayMs = options.delayMs ?? 0;
    await this.#listen(options.port);
    this.#server = await startTwinServer(options, this.port);
    this.#serverPort = this.#server.endpoints[0]!.port;
  }

  async setFault(fault: SimulatorFault): Promise<void> {
    if (fault === 'deny')
      throw new NexusError('NX_REQUEST_INVALID', 'The twin of an OPC UA server refuses nothing. Unplug it.');
    this.#fault = fault;
    if (fault === 'rst' || fault === 'refuse') this.#resetAll();
    if (fault === 'refuse') await closeServer(this.#listener);
    else if (!this.#listener.listening) await this.#listen(this.port);
    // A pulled cable: requests wait unread, and are answered late when the cable is back.
    for (const socket of this.#sockets) if (fault === 'unplug') socket.pause();
    if (fault === 'none') for (const socket of this.#sockets) socket.resume();
  }

  /** What reads or writes nodes; what makes a session, and its first look at the server, are none of them. */
  frames(): readonly Uint8Array[] {
    return [...this.#frames];
  }

  async close(): Promise<void> {
    this.#resetAll();
    if (this.#listener.listening) await closeServer(this.#listener);
    await this.#server?.shutdown(0);
  }

  async #listen(port: number): Promise<void> {
    this.port = await listenFrom(this.#listener, HOST, port);
  }

  #resetAll(): void {
    for (const socket of this.#sockets) resetSocket(socket);
  }

  #accept(client: Socket): void {
    const server = connect({ host: HOST, port: this.#serverPort, noDelay: true });
    const watch = new RequestWatch();
    /** Answers wait until then, monotonic ms. */
    let heldUntilMs = 0;
    this.#sockets.add(client);
    if (this.#fault === 'unplug') client.pause();
    client.on('data', (chunk) => {
      for (const { bytes, kind } of watch.push(chunk)) {
        if (this.#frames.length === FRAMES_KEPT) this.#frames.shift();
        this.#frames.push(bytes);
        if (this.#fault === 'rst') resetSocket(client);
        if (this.#fault === 'delay' && kind === 'write') heldUntilMs = this.#clock.monoMs() + DELAY_MS;
      }
      if (!server.write(chunk)) {
        client.pause();
        server.once('drain', () => client.resume());
      }
    });
    server.on('data', (chunk) => {
      if (this.#fault !== 'none' && this.#fault !== 'delay') return;
      const waitMs = Math.max(this.#delayMs, heldUntilMs - this.#clock.monoMs());
      if (waitMs <= 0) client.write(chunk);
      else {
        const timer = this.#clock.after(waitMs, () => client.write(chunk));
        client.once('close', () => timer.dispose());
      }
    });
    client.on('close', () => {
      this.#sockets.delete(client);
      server.destroy();
    });
    server.on('close', () => client.destroy());
    client.on('error', () => {});
    server.on('error', () => {});
  }
}

/** Starts a twin of the server that the tags describe, without security. */
export async function startSimulator(options: SimulatorOptions<OpcUaConnection>): Promise<OpcUaSimulator> {
  const simulator = new OpcUaSimulator(options.clock);
  try {
    await simulator.start(options);
  } catch (cause) {
    await simulator.close();
    throw cause;
  }
  return simulator;
}
