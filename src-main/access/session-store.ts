import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Identity } from '../../src-shared/domain/access.ts';
import type { Clock } from '../kernel/clock.ts';
import { Emitter } from '../kernel/emitter.ts';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';

export interface SessionTimes {
  /** Ends whatever is done. */
  readonly absoluteMs: number;
  /** Without anything done it locks. */
  readonly idleMs: number;
  readonly perUser: number;
}

/** Why a session ended, as audit and pages say it. */
export type SessionEnd =
  | 'signed_out'
  | 'expired'
  | 'too_many'
  | 'ended_by_admin'
  | 'user_changed'
  | 'password_changed'
  | 'refresh_reused'
  | 'revoked';

export interface NewSession {
  readonly identity: Identity;
  /** Undefined for what is no user: it can be ended only by itself. */
  readonly userId: string | undefined;
  /** What has no password is never locked: nothing could unlock it. */
  readonly hasPassword: boolean;
  readonly ip: string;
}

export interface Session extends NewSession {
  /** Its name in memory, audit and journals; no secret. */
  readonly id: string;
  readonly sinceUs: number;
  readonly untilUs: number;
}

interface Kept extends Session {
  readonly untilMs: number;
  activeMs: number;
  activeUs: number;
  isLocked: boolean;
  refresh: Buffer;
  /** The one before, which an answer that was lost may send once more. */
  previous: { readonly mark: Buffer; readonly atMs: number } | undefined;
  /** Fingerprints of all before it: whoever sends one of them has stolen it or was stolen from. */
  readonly used: Buffer[];
}

const SWEEP_MS = 5_000;
const MOST_SESSIONS = 500;
const MOST_USED = 200;
/** Within it a refresh token may be sent again: its answer was lost on the way, or two windows asked at once. */
const GRACE_MS = 20_000;

const fingerprint = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/**
 * Who is signed in, in memory: a restart ends all sessions. A token that names a session which is not here is worth
 * nothing, so that ending one revokes everything that was ever given out for it.
 */
export class SessionStore implements Disposable {
  readonly opened = new Emitter<Session>();
  readonly ended = new Emitter<{ readonly session: Session; readonly why: SessionEnd }>();
  readonly lockChanged = new Emitter<{
    readonly session: Session;
    readonly locked: boolean;
    readonly why: 'asked' | 'idle' | 'password';
  }>();
  readonly #clock: Clock;
  readonly #times: SessionTimes;
  readonly #sessions = new Map<string, Kept>();
  readonly #lifetime = new Lifetime('sessions');

  constructor(clock: Clock, times: SessionTimes) {
    this.#clock = clock;
    this.#times = times;
    this.#lifetime.add(clock.every(SWEEP_MS, () => this.#sweep()));
  }

  /** Opens one; of a user's the oldest ends where there would be too many. @returns it with its refresh token. */
  open(fresh: NewSession): { readonly session: Session; readonly refresh: string } {
    const id = randomBytes(8).toString('hex');
    const secret = randomBytes(32).toString('base64url');
    const nowUs = this.#clock.wallUs();
    const nowMs = this.#clock.monoMs();
    const { absoluteMs, perUser } = this.#times;
    const kept: Kept = {
      ...fresh,
      ...{ id, sinceUs: nowUs, untilUs: nowUs + absoluteMs * 1_000, untilMs: nowMs + absoluteMs },
      ...{ activeMs: nowMs, activeUs: nowUs, isLocked: false },
      ...{ refresh: fingerprint(secret), previous: undefined, used: [] },
    };
    this.#sessions.set(id, kept);
    this.opened.emit(kept);
    const own = fresh.userId === undefined ? [] : this.of(fresh.userId);
    for (const { id: oldest } of own.slice(0, Math.max(0, own.length - perUser))) this.end(oldest, 'too_many');
    if (this.#sessions.size > MOST_SESSIONS) this.end(this.#sessions.keys().next().value!, 'too_many');
    return { session: kept, refresh: `${id}.${secret}` };
  }

  /**
   * Exchanges a refresh token for the next one. One that was exchanged before ends the session: somebody has a copy.
   * @returns undefined where it is worth nothing. `refresh` is undefined where the one before was sent again at once.
   */
  refresh(token: string): { readonly session: Session; readonly refresh: string | undefined } | undefined {
    const [id, secret] = token.split('.');
    const kept = this.#live(id ?? '');
    if (!kept || !secret) return undefined;
    const mark = fingerprint(secret);
    const nowMs = this.#clock.monoMs();
    if (timingSafeEqual(mark, kept.refresh)) {
      kept.used.push(kept.refresh);
      if (kept.used.length > MOST_USED) kept.used.shift();
      kept.previous = { mark, atMs: nowMs };
      const next = randomBytes(32).toString('base64url');
      kept.refresh = fingerprint(next);
      return { session: kept, refresh: `${id}.${next}` };
    }
    const { previous } = kept;
    if (previous && nowMs - previous.atMs <= GRACE_MS && timingSafeEqual(mark, previous.mark))
      return { session: kept, refresh: undefined };
    if (kept.used.some((used) => timingSafeEqual(mark, used))) this.end(kept.id, 'refresh_reused');
    return undefined;
  }

  find(id: string): Session | undefined {
    return this.#live(id);
  }

  /** That the person did something. A locked session stays locked. */
  touch(id: string): void {
    const kept = this.#live(id);
    if (!kept || this.#lockIfIdle(kept)) return;
    kept.activeMs = this.#clock.monoMs();
    kept.activeUs = this.#clock.wallUs();
  }

  isLocked(id: string): boolean {
    const kept = this.#live(id);
    return kept !== undefined && this.#lockIfIdle(kept);
  }

  lock(id: string): void {
    const kept = this.#live(id);
    if (kept) this.#setLocked(kept, true, 'asked');
  }

  /** The password was given. */
  unlock(id: string): void {
    const kept = this.#live(id);
    if (!kept) return;
    kept.activeMs = this.#clock.monoMs();
    kept.activeUs = this.#clock.wallUs();
    this.#setLocked(kept, false, 'password');
  }

  /** When it last did something, µs. */
  lastActiveUs(id: string): number {
    return this.#sessions.get(id)?.activeUs ?? 0;
  }

  /** Oldest first. */
  get all(): readonly Session[] {
    return [...this.#sessions.keys()].map((id) => this.#live(id)).filter((session) => session !== undefined);
  }

  of(userId: string): readonly Session[] {
    return this.all.filter((session) => session.userId === userId);
  }

  end(id: string, why: SessionEnd): boolean {
    const session = this.#sessions.get(id);
    if (!session) return false;
    this.#sessions.delete(id);
    this.ended.emit({ session, why });
    return true;
  }

  /** Ends all sessions of a user. @param but this one stays. */
  endAllOf(userId: string, why: SessionEnd, but?: string): number {
    const meant = this.of(userId).filter(({ id }) => id !== but);
    for (const { id } of meant) this.end(id, why);
    return meant.length;
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  #live(id: string): Kept | undefined {
    const kept = this.#sessions.get(id);
    if (!kept) return undefined;
    if (kept.untilMs > this.#clock.monoMs()) return kept;
    this.end(id, 'expired');
    return undefined;
  }

  #lockIfIdle(kept: Kept): boolean {
    if (!kept.isLocked && kept.hasPassword && this.#clock.monoMs() - kept.activeMs >= this.#times.idleMs)
      this.#setLocked(kept, true, 'idle');
    return kept.isLocked;
  }

  #setLocked(kept: Kept, locked: boolean, why: 'asked' | 'idle' | 'password'): void {
    if (kept.isLocked === locked || (locked && !kept.hasPassword)) return;
    kept.isLocked = locked;
    this.lockChanged.emit({ session: kept, locked, why });
  }

  #sweep(): void {
    for (const id of this.#sessions.keys()) {
      const kept = this.#live(id);
      if (kept) this.#lockIfIdle(kept);
    }
  }
}
