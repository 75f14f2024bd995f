import type { ClientSecureChannelLayer, ClientSession, OPCUAClient } from 'node-opcua-client';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Disposable } from '../../kernel/lifetime.ts';
import type { FrameListener } from '../driver.ts';
import type { ClientSecurity } from './client-security.ts';
import { connectFault, faultStatus, statusName } from './connect-fault.ts';
import { makeTransport } from './guarded-transport.ts';
import type { Library } from './library.ts';
import {
  brokenProtocol,
  type ConnectPhase,
  cancelled,
  disconnected,
  garbage,
  noAnswer,
  requestRefused,
  SESSION_GONE,
  sessionEnded,
  type UaPeer,
} from './link-error.ts';

import { makeClient } from './make-client.ts';
import { watchMessages } from './message-watch.ts';

export type UaRequest = Parameters<ClientSecureChannelLayer['performMessageTransaction']>[0];
/** The class of an answer: `ReadResponse`. */
export type UaAnswer<Answer> = abstract new (...args: never[]) => Answer;

/** The library gives up requests that have no deadline of ours after this. */
const LONG_MS = 3_600_000;
/** How long a farewell may take. */
const CLOSE_MS = 1_000;

export interface UaLinkParts {
  readonly library: Library;
  readonly security: ClientSecurity;
  readonly peer: UaPeer;
  readonly url: string;
  readonly clock: Clock;
  readonly connectTimeoutMs: number;
  readonly onFrame?: FrameListener | undefined;
  /** Called once when a session that stood is lost, not when it is closed. */
  readonly onLost: (error: NexusError) => void;
}

interface Pending {
  readonly requestHeader: UaRequest['requestHeader'];
  readonly reject: (error: NexusError) => void;
  readonly deadline: Disposable | undefined;
}

/**
 * One session on one connection, from its dialling to its end; never used again. The library connects and opens the session;
 * requests go to its secure channel directly, so that nothing is repeated, repaired or waited for behind our back. Any
 * answer that is not the one to its request ends the link.
 */
export class UaLink {
  readonly peer: UaPeer;
  readonly library: Library;
  readonly #parts: UaLinkParts;
  readonly #client: OPCUAClient;
  readonly #pending = new Set<Pending>();
  #transport: ReturnType<typeof makeTransport> | undefined;
  #channel: ClientSecureChannelLayer | undefined;
  #session: ClientSession | undefined;
  #phase: ConnectPhase = 'tcp';
  #socketError: Error | undefined;
  #garbage: Error | undefined;
  /** Name of the code with which the server ended the connection. */
  #ended: string | undefined;
  #isOpen = false;
  #lost: NexusError | undefined;
  #ending: Promise<void> | undefined;

  constructor(parts: UaLinkParts) {
    const { library, security, peer } = parts;
    this.#parts = parts;
    this.peer = peer;
    this.library = library;
    this.#client = makeClient({
      library,
      security,
      connectTimeoutMs: parts.connectTimeoutMs,
      transportFactory: { create: (settings) => this.#newTransport(settings) },
    });
    this.#client.on('secure_channel_created', (channel) => {
      this.#channel = channel;
    });
  }

  /** Why nothing can be sent; undefined while the session stands. */
  get lost(): NexusError | undefined {
    if (this.#lost) return this.#lost;
    return this.#isOpen && this.#channel!.isValid() ? undefined : disconnected(this.peer);
  }

  /** Opens the session. Rejects with NX_NET_* or with the reason of the signal; nothing is open then. */
  async dial(signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const onAbort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', onAbort);
    this.#connect().then(resolve, reject);
    try {
      if (signal.aborted) throw signal.reason;
      await promise;
      this.#isOpen = true;
      watchMessages(this.#channel!, {
        isAsked: (requestId) => this.#lost !== undefined || this.#isAsked(requestId),
        onGarbage: (cause) => this.fail(garbage(this.peer, cause)),
        onForeign: () => this.fail(brokenProtocol(this.peer, 'an answer that nobody asked for')),
      });
    } catch (cause) {
      await this.#end();
      throw cause instanceof NexusError ? cause : this.#connectFault(cause);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
    // The connection may have gone in the very turn in which the session came.
    if (this.#lost) throw this.#lost;
  }

  /** How far `dial` came. */
  get phase(): ConnectPhase {
    return this.#phase;
  }

  /**
   * Sends one request and waits for its answer.
   *
   * @param type of the answer; any other ends the link.
   * @param timeoutMs left out for requests that the server answers when it has something to say.
   * Rejects with NX_DRIVER_REJECTED where the server refuses the request (`context.status` names its code), the link
   * stays open then; with NX_DRIVER_TIMEOUT, NX_DRIVER_DISCONNECTED or NX_DRIVER_PROTOCOL the link is closed.
   */
  request<Answer extends object>(request: UaRequest, type: UaAnswer<Answer>, timeoutMs?: number): Promise<Answer> {
    const { lost } = this;
    if (lost) return Promise.reject(lost);
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const late = timeoutMs === undefined ? undefined : () => this.fail(noAnswer(this.peer, timeoutMs));
    const pending: Pending = {
      requestHeader: request.requestHeader,
      reject,
      deadline: late && this.#parts.clock.after(timeoutMs!, late),
    };
    this.#pending.add(pending);
    const { requestHeader } = request;
    requestHeader.authenticationToken = (
      this.#session as unknown as { authenticationToken: never }
    ).authenticationToken;
    requestHeader.timeoutHint = timeoutMs ?? LONG_MS;
    this.#channel!.performMessageTransaction(request, (error, answer) => {
      if (!this.#pending.delete(pending)) return;
      void pending.deadline?.dispose();
      const status = faultStatus(error ?? undefined, answer);
      if (status === undefined && !answer) return this.#failWith(reject, this.#lossError());
      if (status !== undefined) {
        if (SESSION_GONE.has(status)) return this.#failWith(reject, sessionEnded(this.peer, status));
        return reject(requestRefused(this.peer, status));
      }
      const handle = answer!.responseHeader.requestHandle;
      // Some servers leave it 0.
      const isOurs = handle === requestHeader.requestHandle || handle === 0;
      if (isOurs && answer instanceof type) return resolve(answer);
      this.#failWith(reject, brokenProtocol(this.peer, 'the answer to another request'));
    });
    return promise;
  }

  /** Ends the link at once: what is under way rejects with the error, and so does what comes. */
  fail(error: NexusError): void {
    if (this.#lost) return;
    const wasOpen = this.#isOpen;
    this.#lost = error;
    // Said without waiting: a server that still hears need not keep a session for nobody.
    if (wasOpen) this.#farewell();
    void this.#end();
    for (const { reject, deadline } of this.#pending) {
      void deadline?.dispose();
      reject(error);
    }
    this.#pending.clear();
    if (wasOpen) this.#parts.onLost(error);
  }

  /** Ends the session and the connection; what is under way rejects with NX_CANCELLED. Resolves when the socket is closed. */
  async close(): Promise<void> {
    if (this.#isOpen && !this.#lost) {
      const { CloseSessionRequest, CloseSessionResponse } = this.library.client;
      const waiting = [...this.#pending];
      this.#pending.clear();
      const farewell = this.request(
        new CloseSessionRequest({ deleteSubscriptions: true }),
        CloseSessionResponse,
        CLOSE_MS,
      );
      this.#isOpen = false;
      for (const { reject, deadline } of waiting) {
        void deadline?.dispose();
        reject(cancelled(this.peer));
      }
      await farewell.catch(() => {});
      this.#lost ??= disconnected(this.peer);
    }
    await this.#end();
  }

  #isAsked(requestId: number): boolean {
    for (const { requestHeader } of this.#pending) if (requestHeader.requestHandle === requestId) return true;
    return false;
  }

  #failWith(reject: (error: NexusError) => void, error: NexusError): void {
    this.fail(error);
    reject(this.#lost ?? error);
  }

  async #connect(): Promise<void> {
    await this.#client.connect(this.#parts.url);
    this.#phase = 'session';
    this.#session = await this.#client.createSession(this.#parts.security.user);
  }

  #connectFault(cause: unknown): NexusError {
    return connectFault(cause, {
      peer: this.peer,
      phase: this.#phase,
      connectTimeoutMs: this.#parts.connectTimeoutMs,
      socketError: this.#socketError,
      garbage: this.#garbage,
      ended: this.#ended,
    });
  }

  #newTransport(settings: Parameters<typeof makeTransport>[2]): ReturnType<typeof makeTransport> {
    const made = makeTransport(
      this.library,
      {
        onConnected: () => {
          this.#phase = 'handshake';
        },
        onSocketError: (cause) => {
          this.#socketError ??= cause;
        },
        onGarbage: (cause) => {
          this.#garbage ??= cause;
          if (this.#isOpen) this.fail(garbage(this.peer, cause));
        },
        onRefused: (code) => {
          const name = statusName(this.library, code);
          this.#ended ??= name;
          if (this.#isOpen) this.fail(sessionEnded(this.peer, name));
        },
        onClosed: () => {
          if (this.#isOpen) this.fail(this.#lossError());
        },
        onFrame: this.#parts.onFrame,
        isSecret: () => !this.#isOpen,
      },
      settings,
    );
    this.#transport = made;
    return made;
  }

  /** The library ends a connection by itself where the lengths of messages are wrong. */
  #lossError(): NexusError {
    const cause = this.#socketError;
    if (cause?.message.includes('premature socket termination')) return garbage(this.peer, cause);
    return disconnected(this.peer, cause);
  }

  #farewell(): void {
    if (!this.#channel?.isOpened() || !this.#session) return;
    const request = new this.library.client.CloseSessionRequest({ deleteSubscriptions: true });
    request.requestHeader.authenticationToken = (
      this.#session as unknown as { authenticationToken: never }
    ).authenticationToken;
    this.#channel.performMessageTransaction(request, () => {});
  }

  #end(): Promise<void> {
    this.#ending ??= this.#tearDown();
    return this.#ending;
  }

  async #tearDown(): Promise<void> {
    this.#isOpen = false;
    await this.#transport?.destroySocket();
    // What the library holds besides: timers and the list of its clients.
    await new Promise<void>((resolve) => {
      this.#client.disconnect(() => resolve());
    });
  }
}
