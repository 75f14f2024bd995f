import type { Socket } from 'node:net';
import type { Clock } from '../../kernel/clock.ts';
import { tcpPeer } from './link-peer.ts';
import { openSocket, socketClosed } from './open-socket.ts';
import { inspectReply, type ReplyVerdict } from './reply.ts';
import type { ModbusRequest } from './request.ts';
import { REPLY_CAPACITY, StrictClient } from './strict-client.ts';
import type { Transport, Wire, WireListener } from './wire.ts';

/** The field of the header that says how much follows it. */
const LENGTH_AT = 4;
const LENGTH_END = 6;

/** Modbus TCP: the bytes of a request as they are, and replies that its header announces. */
class TcpWire implements Wire {
  readonly replyOffset = 0;
  readonly #socket: Socket;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  get frameLink(): Socket {
    return this.#socket;
  }

  get isStanding(): boolean {
    return !this.#socket.destroyed;
  }

  send({ bytes }: ModbusRequest, onFrame: (bytes: Uint8Array) => void): void {
    onFrame(bytes);
    this.#socket.write(bytes);
  }

  sendTogether(requests: readonly ModbusRequest[], onFrame: (bytes: Uint8Array) => void): void {
    this.#socket.cork();
    for (const request of requests) this.send(request, onFrame);
    this.#socket.uncork();
  }

  firstEnd(bytes: Buffer, length: number): number {
    return length < LENGTH_END ? length : Math.min(length, LENGTH_END + bytes.readUInt16BE(LENGTH_AT));
  }

  inspect(bytes: Buffer, length: number, request: ModbusRequest): ReplyVerdict {
    return inspectReply(bytes, length, request);
  }

  destroy(): void {
    this.#socket.destroy();
  }

  closed(): Promise<void> {
    return socketClosed(this.#socket);
  }
}

class TcpTransport implements Transport {
  readonly #host: string;
  readonly #port: number;
  readonly #clock: Clock;
  readonly #capacity: number;

  constructor({ host, port, inFlight = 1 }: TcpEndpoint, clock: Clock) {
    this.#host = host;
    this.#port = port;
    this.#clock = clock;
    this.#capacity = inFlight * REPLY_CAPACITY;
  }

  async open(listener: WireListener, signal: AbortSignal, timeoutMs: number): Promise<Wire> {
    const capacity = this.#capacity;
    const dialling = { host: this.#host, port: this.#port, service: 'Modbus TCP', timeoutMs, capacity };
    return new TcpWire(await openSocket(dialling, listener, this.#clock, signal));
  }
}

export interface TcpEndpoint {
  readonly host: string;
  readonly port: number;
  /** Requests that may be sent in one go; 1 unless given. */
  readonly inFlight?: number;
}

/** A client of one Modbus TCP endpoint. */
export function tcpClient(endpoint: TcpEndpoint, clock: Clock): StrictClient {
  const { host, port, inFlight } = endpoint;
  return new StrictClient(tcpPeer(host, port), clock, new TcpTransport(endpoint, clock), inFlight);
}
