import type { Clock } from '../kernel/clock.ts';

/** What a session may write to, and until when. */
export interface ArmedScope {
  /** Undefined: every device. */
  readonly device: string | undefined;
  readonly reason: string;
  readonly untilMs: number;
  readonly untilUs: number;
}

/** Sessions that may be armed at once; beyond it the oldest is disarmed. */
const MAX_SESSIONS = 100;
const MAX_SCOPES = 100;

/**
 * Which sessions are armed. In memory only: a start begins disarmed. A scope ends by itself, on the monotonic clock, so
 * that a step of the wall clock makes no writing longer.
 */
export class Arming {
  readonly #clock: Clock;
  readonly #forMs: number;
  readonly #sessions = new Map<string, ArmedScope[]>();

  constructor(clock: Clock, forMs: number) {
    this.#clock = clock;
    this.#forMs = forMs;
  }

  /** Arms a session for one device or all; arming again begins the time anew. */
  arm(session: string, device: string | undefined, reason: string): ArmedScope {
    const others = this.scopes(session).filter((scope) => scope.device !== device);
    const scope = {
      device,
      reason,
      untilMs: this.#clock.monoMs() + this.#forMs,
      untilUs: this.#clock.wallUs() + this.#forMs * 1_000,
    };
    this.#sessions.delete(session);
    this.#sessions.set(session, [...others, scope].slice(-MAX_SCOPES));
    if (this.#sessions.size > MAX_SESSIONS) this.#sessions.delete(this.#sessions.keys().next().value!);
    return scope;
  }

  /** Ends everything the session was armed for. @returns how many scopes that were. */
  disarm(session: string): number {
    const count = this.scopes(session).length;
    this.#sessions.delete(session);
    return count;
  }

  /** What a session is armed for now. */
  scopes(session: string): readonly ArmedScope[] {
    const nowMs = this.#clock.monoMs();
    return (this.#sessions.get(session) ?? []).filter((scope) => scope.untilMs > nowMs);
  }

  isArmed(session: string, device: string): boolean {
    return this.scopes(session).some((scope) => scope.device === undefined || scope.device === device);
  }
}
