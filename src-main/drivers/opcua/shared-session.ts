import { NexusError, toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { EndpointShare } from '../driver.ts';
import { placeOf } from './connection.ts';
import { cancelled, disconnected } from './link-error.ts';
import { type OpenSession, openSession, type SessionParts } from './open-session.ts';
import type { UaLink } from './ua-link.ts';

const SHARE = 'opcua session';

/** Who holds a session. */
export interface SessionHolder {
  /** The session is gone. @param isOwn through a request of this holder */
  sessionLost(error: NexusError, isOwn: boolean): void;
}

/**
 * The one session with a server and who holds it: opened by the first who needs it, closed when the last one lets go,
 * and closed before another is opened. Requests come one at a time (the queue of the endpoint sees to that); opening
 * and letting go may come at any time.
 */
export class SharedSession {
  readonly #holders = new Set<SessionHolder>();
  #session: OpenSession | undefined;
  #lastLink: UaLink | undefined;
  #dial: Promise<void> | undefined;
  #dialFault: NexusError | undefined;
  #lost: NexusError | undefined;
  #isLostByAsker = false;
  /** Whose request is under way. */
  asker: SessionHolder | undefined;

  /** The session that the drivers of an endpoint share; made for the first of them. */
  static of(share: EndpointShare): SharedSession {
    const known = share.get(SHARE);
    if (known instanceof SharedSession) return known;
    const made = new SharedSession();
    share.set(SHARE, made);
    return made;
  }

  /** The session while it stands. */
  get session(): OpenSession | undefined {
    return this.#session?.link.lost ? undefined : this.#session;
  }

  /** Why it stands no more; undefined while it does, and before the first. */
  get lost(): NexusError | undefined {
    return this.#session?.link.lost ?? this.#lost;
  }

  /** Lost through a request of one holder. */
  get isLostByAsker(): boolean {
    return this.#isLostByAsker;
  }

  get isShared(): boolean {
    return this.#holders.size > 1;
  }

  get isDialling(): boolean {
    return this.#dial !== undefined;
  }

  /** Why the last dial came to nothing; undefined once one succeeded. */
  get dialFault(): NexusError | undefined {
    return this.#dialFault;
  }

  hold(holder: SessionHolder): void {
    this.#holders.add(holder);
  }

  /** Resolves when the session is closed, if nobody is left who holds it. */
  async letGo(holder: SessionHolder): Promise<void> {
    this.#holders.delete(holder);
    if (this.#holders.size > 0) return;
    const session = this.#session;
    this.#session = undefined;
    await (session?.link ?? this.#lastLink)?.close();
  }

  /** Resolves when a session stands: the one there is, the one that is being opened, or a new one. */
  async connect(parts: SessionParts, signal: AbortSignal): Promise<void> {
    for (;;) {
      if (signal.aborted) throw cancelled(placeOf(parts.connection), signal.reason);
      if (this.session) return;
      const dial = this.#dial;
      if (!dial) return await this.#connect(parts, signal);
      const fault = await faultOf(dial, parts, signal);
      if (!fault) return;
      // Called off by the device that dialled for all of us: that is not our failure.
      if (fault.code !== 'NX_CANCELLED') throw fault;
    }
  }

  async #connect(parts: SessionParts, signal: AbortSignal): Promise<void> {
    this.#dial = this.#open(parts, signal);
    try {
      await this.#dial;
    } finally {
      this.#dial = undefined;
    }
  }

  async #open(parts: SessionParts, signal: AbortSignal): Promise<void> {
    try {
      await (this.#session?.link ?? this.#lastLink)?.close();
      this.#session = await openSession(parts, (link, error) => this.#gone(link, error), signal);
    } catch (cause) {
      // Who ends a connect because it takes too long says so in the reason.
      const fault = signal.reason instanceof NexusError ? signal.reason : toNexusError(cause);
      if (fault.code !== 'NX_CANCELLED') this.#dialFault = fault;
      throw fault;
    }
    this.#lastLink = this.#session.link;
    this.#dialFault = undefined;
    this.#lost = undefined;
    this.#isLostByAsker = false;
  }

  #gone(link: UaLink, error: NexusError): void {
    if (this.#session?.link !== link) return;
    this.#session = undefined;
    const { asker } = this;
    this.#isLostByAsker = asker !== undefined;
    // Of a fault of one the others know no more than that the connection is gone.
    this.#lost = asker && error.code !== 'NX_DRIVER_DISCONNECTED' ? disconnected(link.peer, error) : error;
    for (const holder of [...this.#holders])
      holder.sessionLost(holder === asker ? error : this.#lost, holder === asker);
  }
}

/** Waits for the dial of another holder. @returns why it came to nothing; NX_CANCELLED too when `signal` was aborted */
function faultOf(dial: Promise<void>, parts: SessionParts, signal: AbortSignal): Promise<NexusError | undefined> {
  return new Promise((resolve) => {
    const onAbort = (): void => resolve(cancelled(placeOf(parts.connection), signal.reason));
    const settle = (fault?: NexusError): void => {
      signal.removeEventListener('abort', onAbort);
      resolve(fault);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    dial.then(
      () => settle(),
      (cause: unknown) => settle(toNexusError(cause)),
    );
  });
}
