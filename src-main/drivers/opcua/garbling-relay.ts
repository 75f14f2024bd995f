import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Disposable } from '../../kernel/lifetime.ts';
import { resetSocket } from '../../kernel/reset-socket.ts';
import { closeServer, listenOn } from '../listen-on.ts';
import { RequestWatch } from './request-watch.ts';

/** What becomes of a chunk of the server: other bytes, or the end of the connection in its place. */
export type Garbled = Buffer | 'reset' | 'end';

/** One whole chunk on its way to the client. */
export interface RelayedChunk {
  readonly bytes: Buffer;
  /** `ACK`, `OPN`, `MSG` */
  readonly kind: string;
  /** Of the message, as `READ_RESPONSE`; 0 where it has none. */
  readonly type: number;
  /** How many of this kind and type came before it over the connection. */
  readonly before: number;
}

/** Numbers of answers (OPC 10000-6, NodeIds.csv). */
export const READ_RESPONSE = 634;
export const WRITE_RESPONSE = 676;
export const PUBLISH_RESPONSE = 829;
export const REPUBLISH_RESPONSE = 835;

const HOST = '127.0.0.1';

/** A server made rogue: what it says without security passes through hands that change it. For tests. */
export class GarblingRelay implements Disposable {
  readonly host = HOST;
  port = 0;
  /** Connections that stand. */
  open = 0;
  /** Writes that were sent to the server since the start. */
  writes = 0;
  /** What becomes of what the client says. */
  garbleRequest: (bytes: Buffer) => Buffer = (bytes) => bytes;
  garble: (chunk: RelayedChunk) => Garbled = ({ bytes }) => bytes;
  readonly #target: { readonly host: string; readonly port: number };
  readonly #listener: Server;
  readonly #sockets = new Set<Socket>();

  constructor(target: { readonly host: string; readonly port: number }) {
    this.#target = target;
    this.#listener = createServer({ noDelay: true }, (socket) => this.#accept(socket));
  }

  async listen(): Promise<this> {
    await listenOn(this.#listener, HOST, 0);
    const address = this.#listener.address();
    if (address !== null && typeof address === 'object') this.port = address.port;
    return this;
  }

  async dispose(): Promise<void> {
    for (const socket of this.#sockets) resetSocket(socket);
    await closeServer(this.#listener);
  }

  #accept(client: Socket): void {
    const server = connect({ ...this.#target, noDelay: true });
    this.open++;
    this.#sockets.add(client);
    const watch = new RequestWatch();
    client.on('data', (bytes) => {
      for (const { kind } of watch.push(bytes)) if (kind === 'write') this.writes++;
      server.write(this.garbleRequest(bytes));
    });
    const seen = new Map<string, number>();
    let rest: Buffer = Buffer.alloc(0);
    server.on('data', (bytes) => {
      rest = Buffer.concat([rest, bytes]);
      while (rest.length >= 8 && rest.length >= rest.readUInt32LE(4)) {
        const chunk = Buffer.from(rest.subarray(0, rest.readUInt32LE(4)));
        rest = rest.subarray(chunk.length);
        if (client.destroyed) return;
        this.#pass(client, describeChunk(chunk, seen));
      }
    });
    client.on('close', () => {
      this.open--;
      this.#sockets.delete(client);
      server.destroy();
    });
    server.on('close', () => client.destroySoon());
    client.on('error', () => {});
    server.on('error', () => {});
  }

  #pass(client: Socket, chunk: RelayedChunk): void {
    const garbled = this.garble(chunk);
    if (garbled === 'reset') resetSocket(client);
    else if (garbled === 'end') client.end();
    else client.write(garbled);
  }
}

function describeChunk(bytes: Buffer, seen: Map<string, number>): RelayedChunk {
  const kind = bytes.toString('latin1', 0, 3);
  const type = kind === 'MSG' && bytes[24] === 1 ? bytes.readUInt16LE(26) : 0;
  const key = `${kind} ${type}`;
  const before = seen.get(key) ?? 0;
  seen.set(key, before + 1);
  return { bytes, kind, type, before };
}
