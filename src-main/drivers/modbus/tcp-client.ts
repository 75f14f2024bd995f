import { connect, type Socket } from 'node:net';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Disposable } from '../../kernel/lifetime.ts';
import { connectError, connectTimeoutError } from '../connect-error.ts';
import type { FrameListener } from '../driver.ts';
import { brokenProtocol, cancelled, closedByOther, disconnected, noAnswer, type TcpPeer } from './link-error.ts';
import { describeReplyFault, inspectReply } from './reply.ts';
import { type ModbusRequest, setTransactionId } from './request.ts';

/** Whose request it is: a connection may carry those of several devices, one after another. */
export interface Asker {
  readonly requestTimeoutMs: number;
  readonly onFrame: FrameListener | undefined;
  /** The connection was closed because of its request, or of bytes that came behind the reply to it. */
  lost(error: NexusError): void;
}

/** More than the longest reply (260 bytes): what does not fit is too much anyway. */
const REPLY_CAPACITY = 512;

/** Answer of `request` when the reply is the right one. Any other number is the exception code of the device. */
export const DATA = 0;

/**
 * One TCP connection with one request in flight. A reply counts only if every field of it matches the request;
 * anything else that arrives, at any time, closes the connection.
 */
export class TcpClient {
  /** The last reply from its first byte; valid until the next request. */
  readonly reply = new DataView(new ArrayBuffer(REPLY_CAPACITY));
  readonly #bytes = Buffer.from(this.reply.buffer);
  readonly peer: TcpPeer;
  readonly #clock: Clock;
  /** When the last request had its end, whoever asked; monotonic ms. */
  repliedAtMs = Number.NEGATIVE_INFINITY;
  #socket: Socket | undefined;
  #isConnected = false;
  #length = 0;
  /** Goes on over reconnects: gateways are known to deliver the replies of an old connection on the new one. */
  #transactionId = 0;
  #request: ModbusRequest | undefined;
  /** Who asked last over this connection. */
  #asker: Asker | undefined;
  #resolve: (code: number) => void = () => {};
  #reject: (error: NexusError) => void = () => {};
  #deadline: Disposable | undefined;
  /** Why the connection is gone, for the next request to say. */
  #lost: NexusError | undefined;
  /** That was told to the one whose request it was: to all others the connection is just gone. */
  #isToldToAsker = false;

  constructor(peer: TcpPeer, clock: Clock) {
    this.peer = peer;
    this.#clock = clock;
  }

  /** Rejects with NX_NET_* or NX_CANCELLED; nothing is open then. A connection that stands is closed first. */
  async open(signal: AbortSignal, connectTimeoutMs: number): Promise<void> {
    await this.close();
    if (signal.aborted) throw cancelled(this.peer, signal.reason);
    this.#lost = undefined;
    this.#asker = undefined;
    this.#isToldToAsker = false;
    // One buffer for the life of the connection instead of one for every segment.
    const buffer = Buffer.allocUnsafeSlow(REPLY_CAPACITY);
    const callback = (count: number): boolean => this.#received(socket, buffer, count);
    const { host, port } = this.peer;
    const socket: Socket = connect({ host, port, noDelay: true, onread: { buffer, callback } });
    this.#socket = socket;
    try {
      await this.#connected(socket, signal, connectTimeoutMs);
      this.#isConnected = true;
    } catch (error) {
      socket.destroy();
      this.#lost = error as NexusError;
      throw error;
    }
    socket.on('end', () => this.#fail(socket, disconnected(this.peer)));
    socket.on('close', () => this.#fail(socket, disconnected(this.peer)));
  }

  /** Resolves when the connection stands. Rejects with the mapped error; the socket may still be connecting then. */
  #connected(socket: Socket, signal: AbortSignal, connectTimeoutMs: number): Promise<void> {
    const place = { ...this.peer, connectTimeoutMs, service: 'Modbus TCP' };
    return new Promise((resolve, reject) => {
      const onAbort = (): void => settle(() => reject(cancelled(this.peer, signal.reason)));
      const onTimeout = (): void => settle(() => reject(connectTimeoutError(place)));
      const onClose = (): void => settle(() => reject(cancelled(this.peer)));
      const deadline = this.#clock.after(connectTimeoutMs, onTimeout);
      const settle = (finish: () => void): void => {
        deadline.dispose();
        signal.removeEventListener('abort', onAbort);
        socket.off('close', onClose);
        finish();
      };
      signal.addEventListener('abort', onAbort);
      socket.once('connect', () => settle(resolve));
      socket.once('close', onClose);
      // Stays for the life of the socket: an error event without a listener would end the process.
      socket.on('error', (cause) => {
        settle(() => reject(connectError(cause, place)));
        this.#fail(socket, disconnected(this.peer, cause));
      });
    });
  }

  /** The connection was lost through a request, or what followed from it: whose it was knows. */
  get isLostByAsker(): boolean {
    return this.#isToldToAsker;
  }

  get isStanding(): boolean {
    return this.#isConnected && !this.#socket!.destroyed;
  }

  /** Why nothing can be sent now: no connection, or a request in flight. While undefined, `request` sends. */
  get obstacle(): NexusError | undefined {
    if (!this.isStanding)
      return this.#isToldToAsker ? closedByOther(this.peer, this.#lost) : (this.#lost ?? disconnected(this.peer));
    if (!this.#request) return undefined;
    return new NexusError('NX_INTERNAL', 'A request is already in flight. Wait for its reply first.');
  }

  /** True while a request of this asker waits for its reply. */
  isAsking(asker: Asker): boolean {
    return this.#request !== undefined && this.#asker === asker;
  }

  /**
   * Sends one request and waits for its whole reply.
   *
   * @returns DATA with the bytes in `reply`, or the exception code (1–11) of the device.
   * Rejects with NX_DRIVER_TIMEOUT, NX_DRIVER_DISCONNECTED, NX_DRIVER_PROTOCOL or NX_CANCELLED; the connection is
   * closed then.
   */
  request(request: ModbusRequest, asker: Asker): Promise<number> {
    const { obstacle } = this;
    if (obstacle) return Promise.reject(obstacle);
    const socket = this.#socket!;
    this.#transactionId = (this.#transactionId + 1) & 0xffff;
    setTransactionId(request, this.#transactionId);
    this.#length = 0;
    this.#request = request;
    this.#asker = asker;
    const { requestTimeoutMs } = asker;
    this.#deadline = this.#clock.after(requestTimeoutMs, () =>
      this.#fail(socket, noAnswer(this.peer, request.unitId, requestTimeoutMs)),
    );
    asker.onFrame?.('sent', request.bytes, socket);
    socket.write(request.bytes);
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** Ends a running request or connect with NX_CANCELLED, or with the error given. Resolves when the socket is closed. */
  async close(reason: NexusError = cancelled(this.peer)): Promise<void> {
    const socket = this.#socket;
    if (!socket) return;
    this.#fail(socket, reason);
    if (!socket.closed) await new Promise<void>((resolve) => socket.once('close', () => resolve()));
    if (this.#socket !== socket) return;
    this.#socket = undefined;
    this.#lost = undefined;
  }

  /** @returns whether to go on reading, as `onread` asks. */
  #received(socket: Socket, chunk: Buffer, count: number): boolean {
    if (socket !== this.#socket || this.#lost) return false;
    const request = this.#request;
    const start = this.#length;
    chunk.copy(this.#bytes, start, 0, count);
    this.#length = Math.min(start + count, REPLY_CAPACITY);
    if (!request) {
      this.#asker?.onFrame?.('received', this.#bytes.subarray(0, this.#length), socket);
      this.#fail(socket, brokenProtocol(this.peer, `${count} bytes that nobody asked for`));
      return true;
    }
    const verdict = inspectReply(this.#bytes, this.#length, request);
    if (verdict === 'incomplete') return true;
    this.#asker?.onFrame?.('received', this.#bytes.subarray(0, this.#length), socket);
    if (verdict === 'data' || verdict === 'exception') {
      this.#settled();
      this.#resolve(verdict === 'data' ? DATA : this.#bytes[8]!);
      return true;
    }
    this.#fail(socket, brokenProtocol(this.peer, describeReplyFault(verdict, this.#bytes, this.#length, request)));
    return true;
  }

  #settled(): void {
    this.#request = undefined;
    this.#length = 0;
    this.repliedAtMs = this.#clock.monoMs();
    void this.#deadline?.dispose();
    this.#deadline = undefined;
  }

  /** Closes the connection; the running request, or else the next one, rejects with the error. */
  #fail(socket: Socket, error: NexusError): void {
    socket.destroy();
    if (socket !== this.#socket || this.#lost) return;
    this.#isConnected = false;
    this.#lost = error;
    const isAnswering = this.#request !== undefined;
    // Bytes that nobody asked for follow from what was asked last.
    if (this.#asker && (isAnswering || error.code === 'NX_DRIVER_PROTOCOL')) {
      this.#isToldToAsker = true;
      this.#asker.lost(error);
    }
    if (!isAnswering) return;
    this.#settled();
    this.#reject(error);
  }
}
