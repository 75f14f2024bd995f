import { createServer, type Socket } from 'node:net';
import type { Disposable } from '../../kernel/lifetime.ts';

/** What the peer does about a request: sends these bytes, or resets the connection after so many of them. */
export type Behaviour = (request: Buffer) => { readonly bytes: Buffer; readonly resetAfter?: number };

/** As testing/random-from.ts makes it. */
type Random = (below: number) => number;

/** Changes a right reply; it may change the buffer that it is given. */
export type Mutator = (reply: Buffer, random: Random) => Buffer;

/** Replaces the byte at this place. */
export function setting(at: number, change: (old: number, random: Random) => number): Mutator {
  return (reply, random) => {
    reply[at] = change(reply[at]!, random);
    return reply;
  };
}

/** Any other byte than the one that is there. */
export const flip = (old: number, random: Random): number => old ^ (1 + random(255));

/** Cuts or adds up to so many bytes and keeps the header's length in step, so that only the content is wrong. */
export function resized(bytes: number): Mutator {
  return (reply, random) => {
    const by = 1 + random(bytes);
    const cut = random(2) === 0 ? reply.subarray(0, reply.length - by) : Buffer.concat([reply, Buffer.alloc(by, 0xde)]);
    cut.writeUInt16BE(cut.length - 6, 4);
    return cut;
  };
}

/** An exception reply of this code to the request that the reply was for. */
export function exceptionLike(reply: Buffer, ...code: readonly number[]): Buffer {
  return Buffer.from([...reply.subarray(0, 4), 0, 2 + code.length, reply[6]!, reply[7]! | 0x80, ...code]);
}

/** What can be wrong with the reply to any request. */
export const MUTATORS: readonly Mutator[] = [
  ...[0, 1, 2, 3, 4, 5, 6, 7, 8].map((at) => setting(at, flip)),
  setting(4, () => 0xff),
  setting(5, () => 0),
  setting(7, (old) => old | 0x80),
  (reply) => exceptionLike(reply, 0),
  (reply, random) => exceptionLike(reply, 12 + random(244)),
  (reply) => exceptionLike(reply),
  resized(4),
  (reply) => Buffer.concat([reply, reply]),
  (reply, random) => Buffer.concat([Buffer.alloc(1 + random(20), random(256)), reply]),
  (_, random) => Buffer.from(Array.from({ length: 12 + random(300) }, () => random(256))),
];

/** A TCP peer that answers every request as `behave` says. */
export class RoguePeer implements Disposable {
  readonly host = '127.0.0.1';
  port = 0;
  behave: Behaviour = () => ({ bytes: Buffer.alloc(0) });
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer({ noDelay: true }, (socket) => {
    this.#sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('data', (request) => {
      const { bytes, resetAfter } = this.behave(request);
      if (resetAfter === undefined) socket.write(bytes);
      else if (resetAfter === 0) socket.resetAndDestroy();
      else socket.write(bytes.subarray(0, resetAfter), () => socket.resetAndDestroy());
    });
  });

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => {
      this.#server.listen(0, this.host, resolve);
    });
    const address = this.#server.address();
    if (address !== null && typeof address === 'object') this.port = address.port;
    return this;
  }

  dispose(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}
