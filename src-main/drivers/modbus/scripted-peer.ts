import { createServer, type Socket } from 'node:net';
import type { Disposable } from '../../kernel/lifetime.ts';
import { resetSocket } from '../../kernel/reset-socket.ts';

/** What the peer does once a request has come in. */
export interface Exchange {
  /** Bytes of the request that is expected, as hex. */
  readonly request: string;
  /** Segments of the reply, as hex, sent apart. */
  readonly reply: readonly string[];
}

export interface Script {
  readonly exchanges: readonly Exchange[];
  /** Sent as soon as a connection stands. */
  readonly hello?: string | undefined;
  /** Pause before each segment but the first. */
  readonly gapMs?: number | undefined;
  /** What follows the last reply. */
  readonly end?: 'fin' | 'rst' | undefined;
}

export function bytesOf(hex: string): Buffer {
  return Buffer.from(hex.replaceAll(' ', ''), 'hex');
}

/** A TCP peer that plays one script to each connection and keeps what it was asked, as hex without spaces. */
export class ScriptedPeer implements Disposable {
  port = 0;
  readonly asked: string[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #script: Script;
  readonly #server = createServer({ noDelay: true }, (socket) => this.#play(socket));

  constructor(script: Script) {
    this.#script = script;
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => {
      this.#server.listen(0, '127.0.0.1', resolve);
    });
    const address = this.#server.address();
    if (address !== null && typeof address === 'object') this.port = address.port;
    return this;
  }

  async dispose(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }

  #play(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => this.#sockets.delete(socket));
    const { exchanges, hello } = this.#script;
    if (hello !== undefined) socket.write(bytesOf(hello));
    let next = 0;
    socket.on('data', (chunk) => {
      this.asked.push(chunk.toString('hex').toUpperCase());
      const exchange = exchanges[next++];
      if (exchange) void this.#answer(socket, exchange.reply, next === exchanges.length);
    });
  }

  async #answer(socket: Socket, segments: readonly string[], isLast: boolean): Promise<void> {
    for (const [index, segment] of segments.entries()) {
      if (index > 0) await new Promise((resolve) => setTimeout(resolve, this.#script.gapMs ?? 1));
      if (socket.destroyed) return;
      socket.write(bytesOf(segment));
    }
    if (!isLast || this.#script.end === undefined) return;
    // What was written has to be on its way before the end overtakes it.
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (this.#script.end === 'fin') socket.end();
    else resetSocket(socket);
  }
}
