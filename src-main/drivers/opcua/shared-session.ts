import type { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { EndpointShare } from '../driver.ts';
import { SharedDial } from '../shared-dial.ts';
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
  readonly #dial = new SharedDial();
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
    return this.#dial.isDialling;
  }

  /** Why the last dial came to nothing; undefined once one succeeded. */
  get dialFault(): NexusError | undefined {
    return this.#dial.fault;
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
  connect(parts: SessionParts, signal: AbortSignal): Promise<void> {
    const isStanding = (): boolean => this.session !== undefined;
    const open = (): Promise<void> => this.#open(parts, signal);
    return this.#dial.connect(isStanding, open, signal, () => cancelled(placeOf(parts.connection), signal.reason));
  }

  async #open(parts: SessionParts, signal: AbortSignal): Promise<void> {
    await (this.#session?.link ?? this.#lastLink)?.close();
    this.#session = await openSession(parts, (link, error) => this.#gone(link, error), signal);
    this.#lastLink = this.#session.link;
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
