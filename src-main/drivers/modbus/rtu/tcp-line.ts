import type { Socket } from 'node:net';
import type { Clock } from '../../../kernel/clock.ts';
import { openSocket, socketClosed } from '../open-socket.ts';
import type { ByteLine, OpenLine } from './byte-line.ts';

/** A serial line behind a device server that passes its bytes on as they are. */
class TcpLine implements ByteLine {
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

  write(bytes: Uint8Array): void {
    this.#socket.write(bytes);
  }

  /** A connection is made anew after every fault: there is nothing to throw away. */
  async flush(): Promise<void> {}

  destroy(): void {
    this.#socket.destroy();
  }

  closed(): Promise<void> {
    return socketClosed(this.#socket);
  }
}

export function tcpLine(host: string, port: number, clock: Clock): OpenLine {
  return async (listener, signal, timeoutMs) =>
    new TcpLine(await openSocket({ host, port, service: 'Modbus RTU over TCP', timeoutMs }, listener, clock, signal));
}
