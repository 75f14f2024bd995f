import type { Socket } from 'node:net';
import type { Clock } from '../../kernel/clock.ts';
import { tcpPeer } from './link-peer.ts';
import { openSocket, socketClosed } from './open-socket.ts';
import { inspectReply, type ReplyVerdict } from './reply.ts';
import type { ModbusRequest } from './request.ts';
import { StrictClient } from './strict-client.ts';
import type { Transport, Wire, WireListener } from './wire.ts';

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

  constructor(host: string, port: number, clock: Clock) {
    this.#host = host;
    this.#port = port;
    this.#clock = clock;
  }

  async open(listener: WireListener, signal: AbortSignal, timeoutMs: number): Promise<Wire> {
    const dialling = { host: this.#host, port: this.#port, service: 'Modbus TCP', timeoutMs };
    return new TcpWire(await openSocket(dialling, listener, this.#clock, signal));
  }
}

/** A client of one Modbus TCP endpoint. */
export function tcpClient(
  { host, port }: { readonly host: string; readonly port: number },
  clock: Clock,
): StrictClient {
  return new StrictClient(tcpPeer(host, port), clock, new TcpTransport(host, port, clock));
}
