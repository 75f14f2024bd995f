import { type NexusError, toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { placeOf } from './connection.ts';
import { cancelled, disconnected } from './link-error.ts';
import type { OpenSession, SessionParts } from './open-session.ts';
import type { SessionHolder, SharedSession } from './shared-session.ts';

/**
 * One device's part of a session. It ends with the device's own fault and with `close`; the fault of another device
 * ends the session and leaves the lease as it is: the device is stranded and may open at once. A device that is
 * subscribed is told instead.
 */
export class SessionLease implements SessionHolder {
  readonly #shared: SharedSession;
  readonly #parts: SessionParts;
  #isHeld = false;
  #opening: AbortController | undefined;
  /** What ended the lease, where it was not let go for good. */
  #lost: NexusError | undefined;
  /** Hears of the end of the session while something is subscribed over it. */
  onEnd: ((error: NexusError) => void) | undefined;

  constructor(shared: SharedSession, parts: SessionParts) {
    this.#shared = shared;
    this.#parts = parts;
  }

  /** The session while it stands and is held. */
  get session(): OpenSession | undefined {
    return this.#isHeld ? this.#shared.session : undefined;
  }

  /** Why nothing can be sent now. */
  get obstacle(): NexusError | undefined {
    if (this.session) return undefined;
    return (this.#isHeld ? this.#shared.lost : this.#lost) ?? disconnected(placeOf(this.#parts.connection));
  }

  /**
   * The session was lost through a request of another device, or while several held it and none had a request. A
   * device that is alone is told of such a loss by its next request.
   */
  get isStranded(): boolean {
    if (!this.#isHeld || this.#shared.session) return false;
    return (
      this.#shared.isLostByAsker || (this.#shared.isShared && this.#shared.lost?.code === 'NX_DRIVER_DISCONNECTED')
    );
  }

  /** False while `open` makes no connection of its own. */
  get dials(): boolean {
    return !this.#shared.session && !this.#shared.isDialling && !this.#knownFault;
  }

  /**
   * Takes part in the session; opens it where there is none. Rejects with NX_NET_* or NX_CANCELLED; only the latter
   * leaves a stranded device stranded. Where another one has tried in vain since it was lost, that is told without
   * another try: a dead server would keep each of them waiting in turn.
   */
  async open(signal: AbortSignal): Promise<void> {
    const known = this.#knownFault;
    if (known) {
      await this.close();
      throw known;
    }
    const wasStranded = this.isStranded;
    this.#opening?.abort();
    const opening = new AbortController();
    this.#opening = opening;
    try {
      if (this.#isHeld && !wasStranded) await this.#release();
      this.#shared.hold(this);
      await this.#shared.connect(this.#parts, AbortSignal.any([signal, opening.signal]));
      if (opening.signal.aborted) throw cancelled(placeOf(this.#parts.connection));
      this.#isHeld = true;
      this.#lost = undefined;
    } catch (cause) {
      const error = toNexusError(cause);
      if (!wasStranded || error.code !== 'NX_CANCELLED') this.#end();
      throw error;
    } finally {
      if (this.#opening === opening) this.#opening = undefined;
    }
  }

  /** Asks the server; an error that ended the session ends the lease. Rejects as `work`, or with what is in the way. */
  async ask<Answer>(work: (session: OpenSession) => Promise<Answer>): Promise<Answer> {
    const { session, obstacle } = this;
    if (!session) {
      // Told once: from here on the device has no session.
      if (this.#isHeld && obstacle) this.#loose(obstacle);
      throw obstacle!;
    }
    this.#shared.asker = this;
    try {
      return await work(session);
    } finally {
      if (this.#shared.asker === this) this.#shared.asker = undefined;
    }
  }

  /** The shared session says that it is gone. */
  sessionLost(error: NexusError, isOwn: boolean): void {
    const { onEnd } = this;
    this.onEnd = undefined;
    if (isOwn || onEnd) this.#loose(error);
    onEnd?.(error);
  }

  /**
   * Ends the lease. A request or connect of this device under way ends with NX_CANCELLED or the error given, and the
   * session with it; otherwise it stays for who else holds it.
   */
  async close(reason?: NexusError): Promise<void> {
    this.#opening?.abort();
    await this.#release(reason);
  }

  /** A dial that another holder tried in vain since this one was stranded. */
  get #knownFault(): NexusError | undefined {
    return this.#isHeld && !this.#shared.session ? this.#shared.dialFault : undefined;
  }

  async #release(reason?: NexusError): Promise<void> {
    this.onEnd = undefined;
    const { session } = this.#shared;
    if (this.#shared.asker === this) session?.link.fail(reason ?? cancelled(placeOf(this.#parts.connection)));
    this.#lost = reason;
    this.#isHeld = false;
    await this.#shared.letGo(this);
  }

  #loose(error: NexusError): void {
    this.#lost = error;
    this.#end();
  }

  #end(): void {
    this.#isHeld = false;
    void this.#shared.letGo(this);
  }
}
