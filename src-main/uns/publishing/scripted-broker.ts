import { createServer, type Server, type Socket } from 'node:net';
import type { Disposable } from '../../kernel/lifetime.ts';

/** A PUBLISH that came from a client. */
export interface Published {
  readonly topic: string;
  readonly text: string;
}

const CONNECT = 1;
const PUBLISH = 3;
const PUBREC = 5;
const SUBSCRIBE = 8;
const PINGREQ = 12;

/** Makes one MQTT packet: first byte, length, body. */
export function packet(first: number, ...parts: readonly (Uint8Array | readonly number[])[]): Buffer {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const length: number[] = [];
  let left = body.length;
  do {
    length.push((left % 128) | (left >= 128 ? 0x80 : 0));
    left = Math.floor(left / 128);
  } while (left > 0);
  return Buffer.concat([Buffer.from([first, ...length]), body]);
}

export const text16 = (text: string): Buffer => {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
};

/**
 * For tests: a broker that does what no sound one does. It lets everybody in, takes every PUBLISH and
 * sends what the test gives it, byte for byte, to every client that has subscribed.
 */
export class ScriptedBroker implements Disposable {
  port = 0;
  connections = 0;
  readonly published: Published[] = [];
  readonly filters: string[] = [];
  /** Return code for each filter of a SUBSCRIBE. */
  grant: (filter: string) => number = () => 2;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #subscribers = new Set<Socket>();

  readonly #isVersion5: boolean;

  constructor(version: '3.1.1' | '5' = '3.1.1') {
    this.#isVersion5 = version === '5';
    this.#server = createServer((socket) => this.#accept(socket));
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.port = (this.#server.address() as { port: number }).port;
    return this;
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.port}`;
  }

  /** Clients that have subscribed and are still there. */
  get subscribers(): number {
    return this.#subscribers.size;
  }

  send(bytes: Uint8Array): void {
    for (const socket of this.#subscribers) socket.write(bytes);
  }

  /** Sends a PUBLISH as a sound broker would. */
  publish(topic: string, body: Uint8Array | string, { qos = 1, dup = false, retain = false, id = 1 } = {}): void {
    const first = 0x30 | (dup ? 8 : 0) | (qos << 1) | (retain ? 1 : 0);
    const ids = qos > 0 ? [id >> 8, id & 0xff] : [];
    this.send(packet(first, text16(topic), ids, typeof body === 'string' ? Buffer.from(body) : body));
  }

  /** Ends every connection without a word. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async dispose(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #accept(socket: Socket): void {
    this.connections++;
    this.#sockets.add(socket);
    let unread = Buffer.alloc(0);
    socket.on('error', () => {});
    socket.on('close', () => {
      this.#sockets.delete(socket);
      this.#subscribers.delete(socket);
    });
    socket.on('data', (chunk) => {
      unread = Buffer.concat([unread, chunk]);
      for (let taken = this.#take(socket, unread); taken > 0; taken = this.#take(socket, unread)) {
        unread = unread.subarray(taken);
      }
    });
  }

  /** Answers the packet at the start of `bytes`. @returns its length, or 0 when it is not whole. */
  #take(socket: Socket, bytes: Buffer): number {
    let at = 1;
    let length = 0;
    for (let shift = 0; ; shift += 7, at++) {
      if (at >= bytes.length) return 0;
      length += (bytes[at]! & 0x7f) << shift;
      if (bytes[at]! < 0x80) break;
    }
    const end = ++at + length;
    if (bytes.length < end) return 0;
    this.#answer(socket, bytes[0]!, bytes.subarray(at, end));
    return end;
  }

  #answer(socket: Socket, first: number, body: Buffer): void {
    switch (first >> 4) {
      case CONNECT:
        socket.write(packet(0x20, [0, 0], this.#noProperties));
        return;
      case PUBLISH: {
        const end = 2 + body.readUInt16BE(0);
        const hasId = (first & 6) !== 0;
        this.published.push({
          topic: body.toString('utf8', 2, end),
          text: body.toString('utf8', end + (hasId ? 2 : 0) + this.#noProperties.length),
        });
        if (hasId) socket.write(packet(0x40, body.subarray(end, end + 2)));
        return;
      }
      case PUBREC:
        socket.write(packet(0x62, body.subarray(0, 2)));
        return;
      case SUBSCRIBE:
        socket.write(packet(0x90, body.subarray(0, 2), this.#noProperties, this.#grants(body)));
        this.#subscribers.add(socket);
        return;
      case PINGREQ:
        socket.write(packet(0xd0));
        return;
      default:
    }
  }

  /** The length of the properties of a packet that has none. */
  get #noProperties(): readonly number[] {
    return this.#isVersion5 ? [0] : [];
  }

  #grants(body: Buffer): number[] {
    const filters: string[] = [];
    for (let at = 2 + this.#noProperties.length; at < body.length; ) {
      const end = at + 2 + body.readUInt16BE(at);
      filters.push(body.toString('utf8', at + 2, end));
      at = end + 1;
    }
    this.filters.push(...filters);
    return filters.map(this.grant);
  }
}
