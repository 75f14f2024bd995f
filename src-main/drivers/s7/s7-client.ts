import { parseDurationMs } from '../../../src-shared/domain/duration.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Disposable } from '../../kernel/lifetime.ts';
import type { FrameListener } from '../driver.ts';
import { type S7Connection, tsapsOf } from './connection.ts';
import {
  brokenProtocol,
  cancelled,
  disconnected,
  noAnswer,
  notConnected,
  peerOf,
  type S7Peer,
  tooLate,
} from './link-error.ts';
import { type LinkLoss, type LinkPhase, Nodes7Link } from './nodes7-link.ts';
import { headerError, headerFault } from './pdu-header.ts';
import { type S7Request, setReference } from './request.ts';

/** Answer of `request` when the CPU did not refuse the whole of it. Any other number is its error class and code. */
export const DATA = 0;
/** nodes7's own deadlines come after ours, if ever. */
const BEHIND_OURS_MS = 60_000;

/** What was sent together and is not answered in full. */
interface Train {
  readonly requests: readonly S7Request[];
  /** Of the first; the others follow. */
  readonly reference: number;
  readonly isAnswered: boolean[];
  /** How many replies are due. */
  left: number;
  readonly onReply: (index: number, code: number) => void;
  readonly resolve: () => void;
  readonly reject: (error: NexusError) => void;
}

/** Numbers of requests go round from 1. */
const REFERENCES = 0xffff;

/** One ISO connection with as many requests in flight as the CPU takes. A reply counts only if all of it matches a request; anything else closes the connection. */
export class S7Client {
  readonly peer: S7Peer;
  readonly #connection: S7Connection;
  readonly #clock: Clock;
  readonly #onFrame: FrameListener | undefined;
  readonly #connectTimeoutMs: number;
  readonly #requestTimeoutMs: number;
  #link: Nodes7Link | undefined;
  #isOpen = false;
  #phase: LinkPhase = 'tcp';
  #reply: Buffer = Buffer.alloc(0);
  /** Goes on over reconnects, so that no late reply has the number of a new request. */
  #reference = 0;
  #train: Train | undefined;
  #deadline: Disposable | undefined;
  /** When the last reply of a train came, of which others are due. */
  #heardAtMs = 0;
  /** Why the connection is gone, for the next request to say. */
  #lost: NexusError | undefined;
  /** Ends a connect that is under way. */
  #cancelOpening: ((error: NexusError) => void) | undefined;

  constructor(connection: S7Connection, clock: Clock, onFrame?: FrameListener) {
    this.peer = peerOf(connection);
    this.#connection = connection;
    this.#clock = clock;
    this.#onFrame = onFrame;
    this.#connectTimeoutMs = parseDurationMs(connection.connect_timeout)!;
    this.#requestTimeoutMs = parseDurationMs(connection.request_timeout)!;
  }

  /** As agreed on with the CPU by the last open; 0 before. */
  pduSize = 0;
  /** Requests that may be in flight at once, agreed on likewise. */
  parallel = 1;

  /** The last reply from 0x32 on; valid until the next request. */
  get reply(): Buffer {
    return this.#reply;
  }

  /** Which step of connecting the last `open` came to. */
  get phase(): LinkPhase {
    return this.#phase;
  }

  /** Why nothing can be sent now. While undefined, `request` sends. */
  get obstacle(): NexusError | undefined {
    if (!this.#isOpen || this.#link!.socket.destroyed) return this.#lost ?? disconnected(this.peer);
    if (!this.#train) return undefined;
    return new NexusError('NX_INTERNAL', 'A request is already in flight. Wait for its reply first.');
  }

  /** Rejects with NX_NET_* or NX_CANCELLED; nothing is open then. A connection that stands is closed first. */
  async open(signal: AbortSignal): Promise<void> {
    await this.close();
    if (signal.aborted) throw cancelled(this.peer, signal.reason);
    this.#lost = undefined;
    const link = await this.#dial(signal);
    this.pduSize = link.pduSize;
    this.parallel = link.parallel;
    this.#isOpen = true;
  }

  async #dial(signal: AbortSignal): Promise<Nodes7Link> {
    const { promise, resolve, reject } = Promise.withResolvers<Nodes7Link>();
    const { host, port, pdu_size, requests_in_flight } = this.#connection;
    const { local, remote } = tsapsOf(this.#connection);
    this.#phase = 'tcp';
    const link: Nodes7Link = new Nodes7Link({
      host,
      port,
      localTsap: local,
      remoteTsap: remote,
      pduSize: pdu_size,
      parallel: requests_in_flight,
      timeoutMs: this.#connectTimeoutMs + BEHIND_OURS_MS,
      isExpecting: () => this.#train !== undefined,
      onPhase: (phase) => {
        this.#phase = phase;
        if (phase === 'open') resolve(link);
      },
      onPdu: (pdu) => this.#received(link, pdu),
      onFrame: (direction, bytes) => this.#onFrame?.(direction, bytes, link.socket),
      onLost: (loss) => {
        if (loss.phase !== 'open') reject(notConnected(this.peer, loss, this.#connectTimeoutMs));
        else this.#fail(link, this.#lossError(loss));
      },
    });
    this.#link = link;
    const onAbort = (): void => reject(cancelled(this.peer, signal.reason));
    const onLate = (): void => reject(tooLate(this.peer, this.#phase, this.#connectTimeoutMs));
    const deadline = this.#clock.after(this.#connectTimeoutMs, onLate);
    this.#cancelOpening = reject;
    signal.addEventListener('abort', onAbort);
    try {
      link.dial();
      return await promise;
    } catch (error) {
      void link.destroy();
      this.#lost = error as NexusError;
      throw error;
    } finally {
      this.#cancelOpening = undefined;
      deadline.dispose();
      signal.removeEventListener('abort', onAbort);
    }
  }

  /**
   * Sends one request and waits for its whole reply.
   *
   * @returns DATA with the message in `reply`, or the error class and code of the CPU.
   * Rejects with NX_DRIVER_TIMEOUT, NX_DRIVER_DISCONNECTED, NX_DRIVER_PROTOCOL or NX_CANCELLED; the connection is
   * closed then.
   */
  async request(request: S7Request): Promise<number> {
    let answer = DATA;
    await this.requestAll([request], (_index, code) => {
      answer = code;
    });
    return answer;
  }

  /**
   * Sends up to `parallel` requests at once. Resolves when all were answered; rejects as `request`.
   *
   * @param onReply called for each in the order of the replies, with its index and what `request` returns; `reply` is valid within.
   */
  requestAll(requests: readonly S7Request[], onReply: Train['onReply']): Promise<void> {
    const { obstacle } = this;
    if (obstacle) return Promise.reject(obstacle);
    const link = this.#link!;
    const reference = (this.#reference % REFERENCES) + 1;
    requests.forEach((request, index) => setReference(request, ((reference - 1 + index) % REFERENCES) + 1));
    this.#reference = ((reference + requests.length - 2) % REFERENCES) + 1;
    const isAnswered = requests.map(() => false);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#train = { requests, reference, isAnswered, left: requests.length, onReply, resolve, reject };
    this.#heardAtMs = 0;
    this.#deadline = this.#clock.after(this.#requestTimeoutMs, () => this.#late(link));
    if (this.#onFrame) for (const { bytes } of requests) this.#onFrame('sent', bytes, link.socket);
    // Together they are one segment, and one wake-up of the other side.
    link.send(requests.length === 1 ? requests[0]!.bytes : Buffer.concat(requests.map(({ bytes }) => bytes)));
    return promise;
  }

  /** A reply that came gives the others their time anew. */
  #late(link: Nodes7Link): void {
    const leftMs = this.#heardAtMs === 0 ? 0 : this.#heardAtMs + this.#requestTimeoutMs - this.#clock.monoMs();
    if (leftMs <= 0) this.#fail(link, noAnswer(this.peer, this.#requestTimeoutMs));
    else this.#deadline = this.#clock.after(leftMs, () => this.#late(link));
  }

  /** Ends a running request or connect with NX_CANCELLED, or with the error given. Resolves when the socket is closed. */
  async close(reason: NexusError = cancelled(this.peer)): Promise<void> {
    this.#cancelOpening?.(reason);
    const link = this.#link;
    if (!link) return;
    this.#fail(link, reason);
    await link.destroy();
    if (this.#link !== link) return;
    this.#link = undefined;
    this.#lost = undefined;
  }

  #received(link: Nodes7Link, pdu: Buffer): void {
    if (link !== this.#link || !this.#isOpen) return;
    const train = this.#train;
    if (!train) {
      this.#fail(link, brokenProtocol(this.peer, `a message of ${pdu.length} bytes that nobody asked for`));
      return;
    }
    const index = placeInTrain(train, pdu);
    const request = train.requests[index]!;
    const fault = headerFault(pdu, request.replyKind, ((train.reference - 1 + index) % REFERENCES) + 1);
    const code = fault === undefined ? headerError(pdu) : 0;
    const seen = fault ?? (code === DATA ? request.inspect(pdu) : undefined);
    if (seen !== undefined) {
      this.#fail(link, brokenProtocol(this.peer, seen));
      return;
    }
    // The bytes belong to the socket's chunk; nobody overwrites them before the next request.
    this.#reply = pdu;
    train.isAnswered[index] = true;
    train.left--;
    train.onReply(index, code);
    if (train.left > 0) {
      this.#heardAtMs = this.#clock.monoMs();
      return;
    }
    this.#settled();
    train.resolve();
  }

  #lossError({ seen, isRefused, cause }: LinkLoss): NexusError {
    if (seen !== undefined) return brokenProtocol(this.peer, seen, cause);
    return disconnected(this.peer, isRefused ? undefined : cause);
  }

  #settled(): void {
    this.#train = undefined;
    void this.#deadline?.dispose();
    this.#deadline = undefined;
  }

  /** Closes the connection; the running request, or else the next one, rejects with the error. */
  #fail(link: Nodes7Link, error: NexusError): void {
    void link.destroy();
    if (link !== this.#link || !this.#isOpen) return;
    this.#isOpen = false;
    this.#lost = error;
    const train = this.#train;
    if (!train) return;
    this.#settled();
    train.reject(error);
  }
}

/** Which request of the train a message answers by its reference; the first that is due where it is none of them. */
function placeInTrain({ reference, isAnswered }: Train, pdu: Buffer): number {
  const first = isAnswered.indexOf(false);
  if (pdu.length < 6) return first;
  const index = (pdu.readUInt16BE(4) - reference + REFERENCES) % REFERENCES;
  return isAnswered[index] === false ? index : first;
}
