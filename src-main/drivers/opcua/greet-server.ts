import { connect, type Socket } from 'node:net';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../../kernel/clock.ts';
import { connectError, connectTimeoutError, type DialledPeer } from '../connect-error.ts';
import { statusName } from './connect-fault.ts';
import type { Library } from './library.ts';
import { notGreeted, refused } from './link-error.ts';

const HEADER_BYTES = 8;
/** A greeting is 28 bytes long, an error with its text not much longer. */
const LONGEST_BYTES = 8_192;
const BUFFER_BYTES = 65_536;

/** Dials a server without the library, for a connection test: each step shows for itself. */
export class Greeter {
  readonly #peer: DialledPeer;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  #socket: Socket | undefined;

  constructor(peer: DialledPeer, clock: Clock, signal: AbortSignal) {
    this.#peer = peer;
    this.#clock = clock;
    this.#signal = signal;
  }

  /** Rejects with NX_NET_*. */
  async connect(): Promise<void> {
    const { host, port } = this.#peer;
    const socket = connect({ host, port, noDelay: true });
    this.#socket = socket;
    await this.#within(connectTimeoutError(this.#peer), (resolve, reject) => {
      socket.once('connect', () => resolve());
      socket.on('error', (cause) => reject(connectError(cause, this.#peer)));
    });
  }

  /** Says hello (OPC 10000-6, 7.1.2) and waits to be acknowledged. Rejects with NX_NET_REFUSED or NX_NET_TIMEOUT. */
  async hello(library: Library, url: string): Promise<void> {
    const { host, port, connectTimeoutMs } = this.#peer;
    const late = new NexusError(
      'NX_NET_TIMEOUT',
      `${host}:${port} accepted the connection, but no OPC UA server answered within ${connectTimeoutMs / 1_000} s. Check that the port is that of the server, normally 4840.`,
    );
    const socket = this.#socket!;
    await this.#within(late, (resolve, reject) => {
      let got = Buffer.alloc(0);
      socket.once('close', () => reject(notGreeted(this.#peer)));
      socket.on('data', (bytes) => {
        got = Buffer.concat([got, bytes]);
        const size = got.length < HEADER_BYTES ? HEADER_BYTES : got.readUInt32LE(4);
        const kind = got.toString('latin1', 0, 4);
        if (got.length >= HEADER_BYTES && (!/^(ACK|ERR)F$/.test(kind) || size > LONGEST_BYTES))
          return reject(notGreeted(this.#peer));
        if (got.length < size || got.length < 12) return;
        if (kind === 'ACKF') return resolve();
        reject(refused(this.#peer, statusName(library, got.readUInt32LE(8)) ?? 'BadConnectionRejected'));
      });
      socket.write(helloMessage(url));
    });
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  async #within(late: NexusError, start: (resolve: () => void, reject: (error: Error) => void) => void): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = this.#clock.after(this.#peer.connectTimeoutMs, () => reject(late));
    const onAbort = (): void => reject(new NexusError('NX_CANCELLED', 'The connection test was called off.'));
    this.#signal.addEventListener('abort', onAbort);
    try {
      if (this.#signal.aborted) onAbort();
      start(resolve, reject);
      await promise;
    } finally {
      timer.dispose();
      this.#signal.removeEventListener('abort', onAbort);
    }
  }
}

function helloMessage(url: string): Buffer {
  const text = Buffer.from(url, 'utf8');
  const message = Buffer.alloc(32 + text.length);
  message.write('HELF', 'latin1');
  message.writeUInt32LE(message.length, 4);
  // Version 0, buffers of 64 KiB, messages of any length.
  message.writeUInt32LE(BUFFER_BYTES, 12);
  message.writeUInt32LE(BUFFER_BYTES, 16);
  message.writeInt32LE(text.length, 28);
  text.copy(message, 32);
  return message;
}
