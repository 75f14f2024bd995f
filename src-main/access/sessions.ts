import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../kernel/clock.ts';

const TOKEN_VALID_MS = 15 * 60_000;
const SESSION_VALID_MS = 12 * 3_600_000;
const MAX_SESSIONS = 50;
const MAX_TRIES = 5;

const fingerprint = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/**
 * One-time tokens and the sessions they open, in memory: a restart ends them all. Only fingerprints are kept, so that
 * looking one up compares no secret byte by byte.
 */
export class Sessions {
  readonly #clock: Clock;
  readonly #tokens = new Map<string, number>();
  readonly #sessions = new Map<string, number>();
  #tries = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A new one-time token, valid for 15 minutes, for the address that the service prints. */
  issueToken(): string {
    const token = randomBytes(16).toString('base64url');
    this.#tokens.set(fingerprint(token), this.#clock.monoMs() + TOKEN_VALID_MS);
    this.#tries = 0;
    return token;
  }

  /** Exchanges a token for a session; undefined when it is unknown, used, too old, or after five wrong ones. */
  exchange(token: string): string | undefined {
    if (this.#tries >= MAX_TRIES) return undefined;
    const key = fingerprint(token);
    const validUntil = this.#tokens.get(key);
    if (validUntil === undefined || validUntil < this.#clock.monoMs()) {
      this.#tries++;
      return undefined;
    }
    this.#tokens.delete(key);
    const session = randomBytes(32).toString('base64url');
    this.#sessions.set(fingerprint(session), this.#clock.monoMs() + SESSION_VALID_MS);
    // The oldest goes first: a map keeps the order of insertion.
    if (this.#sessions.size > MAX_SESSIONS) this.#sessions.delete(this.#sessions.keys().next().value!);
    return session;
  }

  isValid(session: string | undefined): boolean {
    if (!session) return false;
    const validUntil = this.#sessions.get(fingerprint(session));
    return validUntil !== undefined && validUntil > this.#clock.monoMs();
  }
}
