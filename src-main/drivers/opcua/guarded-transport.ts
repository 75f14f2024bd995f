import type { ISocketLike, TransportSettingsOptions } from 'node-opcua-transport';
import type { FrameListener } from '../driver.ts';
import { ChunkGuard } from './chunk-guard.ts';
import type { Library } from './library.ts';

/** What a connection hears of its socket. */
export interface TransportEvents {
  /** The TCP connection stands; the handshake of OPC UA follows. */
  readonly onConnected: () => void;
  /** What came is no OPC UA, or too much of it. The socket is closed behind it. */
  readonly onGarbage: (cause: Error) => void;
  /** What Node says of a connection that does not come about or breaks. */
  readonly onSocketError: (cause: Error) => void;
  readonly onClosed: () => void;
  /** The peer says with which code it ends the connection (OPC 10000-6, 7.1.5). The library forgets it while it connects. */
  readonly onRefused?: (code: number) => void;
  readonly onFrame: FrameListener | undefined;
  /** True while what is sent may hold a password: only its header is shown then. */
  readonly isSecret: () => boolean;
}

/** Idle sockets are the business of the session, not of the library. */
const NEVER_MS = 2 ** 31 - 1;
/** Type, length, channel, token, sequence and request of a message. */
const HEADER_BYTES = 24;

const silent = (): void => {};

/**
 * Makes a transport of the library that survives its peer. The library decodes within the event of the socket and lets
 * errors pass there, which would end the process: here they end the connection. It also waits for whatever length the peer
 * says; here there is a limit, and what begins no message is not waited for.
 */
// oxlint-disable-next-line typescript/explicit-function-return-type -- the class is made of one that is loaded late.
export function makeTransport({ transport }: Library, events: TransportEvents, settings?: TransportSettingsOptions) {
  class GuardedTransport extends transport.ClientTCP_transport {
    #real: ISocketLike | undefined;
    /** Made with the socket: this may be asked for among the listeners of its end. */
    #closed: Promise<void> | undefined;
    readonly #guard = new ChunkGuard();

    constructor() {
      super({ ...settings });
      this.on('chunk', (chunk) => this.#look(chunk));
    }

    /** Closes the socket at once; what was written before may still be sent. Resolves when it is closed. */
    async destroySocket(): Promise<void> {
      this.#real?.destroy();
      await this.#closed;
    }

    protected override _install_socket(socket: ISocketLike): void {
      super._install_socket(socket);
      this.#real = socket;
      socket.setTimeout(NEVER_MS);
      // The one listener that the library has put there.
      const [feed] = socket.listeners('data');
      socket.removeAllListeners('data');
      socket.on('data', (bytes) => this.#take(bytes, feed as (bytes: Buffer) => void));
      socket.on('error', events.onSocketError);
      socket.once('connect', events.onConnected);
      this.#closed = new Promise((resolve) => socket.once('close', () => resolve()));
      socket.once('close', events.onClosed);
    }

    protected override _write_chunk(chunk: Buffer, callback?: (error?: Error | null) => undefined): void {
      events.onFrame?.('sent', events.isSecret() ? chunk.subarray(0, HEADER_BYTES) : chunk, this.#real);
      super._write_chunk(chunk, callback);
    }

    #take(bytes: Buffer, feed: (bytes: Buffer) => void): void {
      const socket = this.#real!;
      if (socket.destroyed) return;
      events.onFrame?.('received', bytes, socket);
      // The library complains on the console of every status code that it has no name for.
      const { warn } = console;
      // oxlint-disable-next-line no-console -- for the length of one decoding, and given back behind it.
      console.warn = silent;
      try {
        this.#guard.follow(bytes);
        feed(bytes);
      } catch (cause) {
        events.onGarbage(cause as Error);
        socket.destroy();
      } finally {
        // oxlint-disable-next-line no-console -- as above.
        console.warn = warn;
      }
    }

    #look(chunk: Buffer): void {
      const code = this.#guard.look(chunk);
      if (code !== undefined) events.onRefused?.(code);
    }
  }
  return new GuardedTransport();
}
