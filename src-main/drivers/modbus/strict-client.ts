import { NexusError, toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Disposable } from '../../kernel/lifetime.ts';
import type { FrameListener } from '../driver.ts';
import { brokenProtocol, cancelled, closedByOther, disconnected, noAnswer } from './link-error.ts';
import type { LinkPeer } from './link-peer.ts';
import { describeReplyFault } from './reply.ts';
import { type ModbusRequest, setTransactionId } from './request.ts';
import type { Transport, Wire, WireListener } from './wire.ts';

/** Whose request it is: a connection may carry those of several devices, one after another. */
export interface Asker {
  readonly requestTimeoutMs: number;
  readonly onFrame: FrameListener | undefined;
  /** The connection was closed because of its request, or of bytes that came behind the reply to it. */
  lost(error: NexusError): void;
}

/** More than the longest reply (260 bytes): what does not fit is too much anyway. */
export const REPLY_CAPACITY = 512;

/** Answer of `request` when the reply is the right one. Any other number is the exception code of the device. */
export const DATA = 0;

/**
 * One connection with one request in flight, or a train of them whose replies come in their order. A reply counts only if
 * every field of it matches its request; anything else that arrives, at any time, closes the connection.
 */
export class StrictClient {
  /** The last reply: its unit is byte 6, its function byte 7, on every wire. Valid until the next request. */
  readonly reply: DataView<ArrayBuffer>;
  readonly #bytes: Buffer;
  /** Requests of the longest train. */
  readonly inFlight: number;
  readonly peer: LinkPeer;
  readonly #clock: Clock;
  readonly #transport: Transport;
  /** When the last request had its end, or the connection came to stand, whoever asked; monotonic ms. */
  repliedAtMs = Number.NEGATIVE_INFINITY;
  #wire: Wire | undefined;
  /** The connection that is made or stands; what another one tells is of no interest. */
  #current: WireListener | undefined;
  #length = 0;
  /** Goes on over reconnects: gateways are known to deliver the replies of an old connection on the new one. */
  #transactionId = 0;
  #request: ModbusRequest | undefined;
  /** What was sent behind it in one go. */
  #train: readonly ModbusRequest[] = [];
  /** The place of the request in its train. */
  #at = 0;
  #onReply: (at: number, code: number) => void = () => {};
  /** Who asked last over this connection. */
  #asker: Asker | undefined;
  #resolve: (code: number) => void = () => {};
  #reject: (error: NexusError) => void = () => {};
  #deadline: Disposable | undefined;
  /** Why the connection is gone, for the next request to say. */
  #lost: NexusError | undefined;
  /** That was told to the one whose request it was: to all others the connection is just gone. */
  #isToldToAsker = false;
  #opening: { readonly abort: AbortController; readonly ended: Promise<unknown> } | undefined;

  constructor(peer: LinkPeer, clock: Clock, transport: Transport, inFlight = 1) {
    this.reply = new DataView(new ArrayBuffer(inFlight * REPLY_CAPACITY));
    this.#bytes = Buffer.from(this.reply.buffer);
    this.inFlight = inFlight;
    this.peer = peer;
    this.#clock = clock;
    this.#transport = transport;
  }

  /** Rejects with NX_NET_* or NX_CANCELLED; nothing is open then. A connection that stands is closed first. */
  async open(signal: AbortSignal, connectTimeoutMs: number): Promise<void> {
    await this.close();
    if (signal.aborted) throw cancelled(this.peer, signal.reason);
    this.#lost = undefined;
    this.#asker = undefined;
    this.#isToldToAsker = false;
    const listener: WireListener = {
      received: (chunk, count) => this.#received(listener, chunk, count),
      lost: (cause) => this.#fail(listener, disconnected(this.peer, cause)),
    };
    this.#current = listener;
    const abort = new AbortController();
    const dialling = this.#transport.open(listener, AbortSignal.any([signal, abort.signal]), connectTimeoutMs);
    const opening = { abort, ended: dialling.catch(() => {}) };
    this.#opening = opening;
    try {
      const wire = await dialling;
      this.#wire = wire;
      // It may have ended before it was handed over.
      if (this.#lost) wire.destroy();
    } catch (cause) {
      const error = toNexusError(cause);
      this.#lost = error;
      throw error;
    } finally {
      if (this.#opening === opening) this.#opening = undefined;
    }
  }

  /** The connection was lost through a request, or what followed from it: whose it was knows. */
  get isLostByAsker(): boolean {
    return this.#isToldToAsker;
  }

  get isStanding(): boolean {
    return this.#lost === undefined && this.#wire !== undefined && this.#wire.isStanding;
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
    const wire = this.#wire!;
    this.#number(request);
    this.#length = wire.replyOffset;
    this.#await(request, asker);
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      wire.send(request, (bytes) => asker.onFrame?.('sent', bytes, wire.frameLink));
    });
  }

  /**
   * Sends several requests in one go: a device that takes them is read with a fraction of the packets. Their replies have
   * to come in the order of the requests, each within the timeout of one.
   *
   * @param onReply called for each while `reply` holds its bytes; `code` as `request` returns it.
   * Rejects as `request`; the replies before were told.
   */
  async requestTogether(
    requests: readonly ModbusRequest[],
    asker: Asker,
    onReply: (at: number, code: number) => void,
  ): Promise<void> {
    const { obstacle } = this;
    if (obstacle) throw obstacle;
    const wire = this.#wire!;
    for (const request of requests) this.#number(request);
    this.#length = wire.replyOffset;
    this.#train = requests;
    this.#at = 0;
    this.#onReply = onReply;
    this.#await(requests[0]!, asker);
    const last = await new Promise<number>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      wire.sendTogether!(requests, (bytes) => asker.onFrame?.('sent', bytes, wire.frameLink));
    });
    onReply(requests.length - 1, last);
  }

  #number(request: ModbusRequest): void {
    this.#transactionId = (this.#transactionId + 1) & 0xffff;
    setTransactionId(request, this.#transactionId);
  }

  #await(request: ModbusRequest, asker: Asker): void {
    const listener = this.#current!;
    this.#request = request;
    this.#asker = asker;
    const { requestTimeoutMs } = asker;
    this.#deadline = this.#clock.after(requestTimeoutMs, () =>
      this.#fail(listener, noAnswer(this.peer, request.unitId, requestTimeoutMs)),
    );
  }

  /** Ends a running request or connect with NX_CANCELLED, or with the error given. Resolves when the wire is closed. */
  async close(reason: NexusError = cancelled(this.peer)): Promise<void> {
    const opening = this.#opening;
    if (opening) {
      opening.abort.abort(reason);
      await opening.ended;
    }
    const wire = this.#wire;
    if (!wire) return;
    this.#fail(this.#current!, reason);
    await wire.closed();
    if (this.#wire !== wire) return;
    this.#wire = undefined;
    this.#lost = undefined;
  }

  /** @returns whether to go on reading */
  #received(listener: WireListener, chunk: Buffer, count: number): boolean {
    if (listener !== this.#current || this.#lost) return false;
    const request = this.#request;
    const wire = this.#wire;
    const start = Math.max(this.#length, wire?.replyOffset ?? 0);
    chunk.copy(this.#bytes, start, 0, count);
    this.#length = Math.min(start + count, this.#bytes.length);
    if (!request || !wire) {
      this.#tellReceived(wire?.replyOffset ?? 0, this.#length);
      this.#fail(listener, brokenProtocol(this.peer, `${count} bytes that nobody asked for`));
      return true;
    }
    const isTrain = this.#at < this.#train.length - 1;
    const end = isTrain ? wire.firstEnd!(this.#bytes, this.#length) : this.#length;
    const verdict = wire.inspect(this.#bytes, end, request);
    if (verdict === 'incomplete') return true;
    this.#tellReceived(wire.replyOffset, end);
    if (verdict !== 'data' && verdict !== 'exception') {
      const seen = describeReplyFault(verdict, this.#bytes, end, request);
      this.#fail(listener, brokenProtocol(this.peer, seen, verdict));
      return true;
    }
    const code = verdict === 'data' ? DATA : this.#bytes[8]!;
    if (isTrain) return this.#goOn(listener, code, end);
    this.#settled();
    this.#resolve(code);
    return true;
  }

  /** One reply of a train is there; the bytes behind it are those of the next. @returns whether to go on reading */
  #goOn(listener: WireListener, code: number, end: number): boolean {
    const left = this.#length - end;
    this.#onReply(this.#at++, code);
    void this.#deadline?.dispose();
    this.#await(this.#train[this.#at]!, this.#asker!);
    this.#bytes.copyWithin(0, end, this.#length);
    this.#length = 0;
    return left === 0 || this.#received(listener, this.#bytes, left);
  }

  #tellReceived(from: number, end: number): void {
    this.#asker?.onFrame?.('received', this.#bytes.subarray(from, end), this.#wire?.frameLink);
  }

  #settled(): void {
    this.#request = undefined;
    this.#train = [];
    this.#at = 0;
    this.#length = 0;
    this.repliedAtMs = this.#clock.monoMs();
    void this.#deadline?.dispose();
    this.#deadline = undefined;
  }

  /** Closes the connection; the running request, or else the next one, rejects with the error. */
  #fail(listener: WireListener, error: NexusError): void {
    if (listener !== this.#current || this.#lost) return;
    this.#wire?.destroy();
    this.#lost = error;
    const isAnswering = this.#request !== undefined;
    const timeoutMs = this.#asker?.requestTimeoutMs ?? 0;
    const isBroken = error.code === 'NX_DRIVER_PROTOCOL';
    if (isBroken || isAnswering) this.#transport.disturbed?.(timeoutMs);
    // Bytes that nobody asked for follow from what was asked last.
    if (this.#asker && (isAnswering || isBroken)) {
      this.#isToldToAsker = true;
      this.#asker.lost(error);
    }
    if (!isAnswering) return;
    this.#settled();
    this.#reject(error);
  }
}
