import { createServer, type Socket } from 'node:net';
import { systemClock } from '../../kernel/clock.ts';
import type { Disposable } from '../../kernel/lifetime.ts';
import { resetSocket } from '../../kernel/reset-socket.ts';
import type { DriverTag } from '../driver.ts';
import { ModbusTcpConnection } from './connection.ts';
import { answerRequest } from './simulated-answer.ts';
import { SimulatedMemory } from './simulated-memory.ts';

const HEADER_LENGTH = 7;
const NO_ANSWER_OF_TARGET = 11;

/** A request as it came in. */
export interface GatewayRequest {
  readonly connection: number;
  /** Monotonic. */
  readonly atMs: number;
  readonly transactionId: number;
  readonly unit: number;
  readonly functionCode: number;
  /** Function code and what follows it. */
  readonly pdu: Buffer;
}

/**
 * A serial gateway on loopback with several units behind one port, for tests. Every unit has the same tags; the value of
 * tag `i` of unit `u` is `100 · u + i` until it is written. Units that are not there are answered with exception 0B.
 */
export class GatewayPeer implements Disposable {
  readonly host = '127.0.0.1';
  port = 0;
  /** Connections that were served, those that were turned away, and the most that stood at once. */
  accepted = 0;
  refused = 0;
  mostOpen = 0;
  /** More than these are reset at once. */
  maxConnections = Number.POSITIVE_INFINITY;
  /** Units that the gateway waits for in vain, and says nothing. */
  readonly silent = new Set<number>();
  /** Units that answer so many ms late. */
  readonly lateMs = new Map<number, number>();
  readonly requests: GatewayRequest[] = [];
  readonly #memories = new Map<number, SimulatedMemory>();
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer({ noDelay: true }, (socket) => this.#accept(socket));

  constructor(units: readonly number[], tags: readonly DriverTag[]) {
    for (const unit of units) {
      const connection = ModbusTcpConnection.parse({ host: this.host, unit_id: unit });
      this.#memories.set(unit, new SimulatedMemory({ tags, connection, value: (index) => 100 * unit + index }));
    }
  }

  /** Connections that stand. */
  get open(): number {
    return this.#sockets.size;
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => {
      this.#server.listen(this.port, this.host, resolve);
    });
    const address = this.#server.address();
    if (address !== null && typeof address === 'object') this.port = address.port;
    return this;
  }

  /** Resets every connection once. */
  rst(): void {
    for (const socket of this.#sockets) resetSocket(socket);
  }

  /** Resets every connection and takes none until `listen`. */
  async dispose(): Promise<void> {
    this.rst();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }

  /** Requests of this unit since the start. */
  asked(unit: number): number {
    return this.requests.filter((request) => request.unit === unit).length;
  }

  #accept(socket: Socket): void {
    socket.on('error', () => {});
    if (this.#sockets.size >= this.maxConnections) {
      this.refused++;
      return resetSocket(socket);
    }
    const connection = ++this.accepted;
    this.#sockets.add(socket);
    this.mostOpen = Math.max(this.mostOpen, this.#sockets.size);
    // A gateway has its place free as soon as it hears of the end.
    for (const event of ['end', 'close']) socket.on(event, () => this.#sockets.delete(socket));
    // A client that is ours sends one request and waits: every chunk is one.
    socket.on('data', (request) => this.#serve(socket, connection, request));
  }

  #serve(socket: Socket, connection: number, request: Buffer): void {
    const unit = request[6]!;
    const functionCode = request[7]!;
    const pdu = request.subarray(HEADER_LENGTH);
    const atMs = systemClock.monoMs();
    this.requests.push({ connection, atMs, transactionId: request.readUInt16BE(0), unit, functionCode, pdu });
    if (this.silent.has(unit)) return;
    const memory = this.#memories.get(unit);
    const answer = memory ? answerRequest(memory, pdu, systemClock.monoMs()) : NO_ANSWER_OF_TARGET;
    const body = typeof answer === 'number' ? Buffer.of(functionCode | 0x80, answer) : answer;
    const reply = Buffer.concat([request.subarray(0, HEADER_LENGTH), body]);
    reply.writeUInt16BE(1 + body.length, 4);
    const send = (): void => void (socket.writable && socket.write(reply));
    const lateMs = this.lateMs.get(unit);
    if (lateMs === undefined) send();
    else setTimeout(send, lateMs);
  }
}
