import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../kernel/clock.ts';

const VALID_MS = 15 * 60_000;
const MAX_TRIES = 5;

const fingerprint = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/** Tokens of the address that a service prints (`#token=…`): each opens one session, within 15 minutes and five tries. */
export class OneTimeTokens {
  readonly #clock: Clock;
  readonly #tokens = new Map<string, number>();
  #tries = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  issue(): string {
    const token = randomBytes(16).toString('base64url');
    this.#tokens.set(fingerprint(token), this.#clock.monoMs() + VALID_MS);
    this.#tries = 0;
    return token;
  }

  /** Whether it is one; it is none any more afterwards. */
  take(token: string): boolean {
    if (this.#tries >= MAX_TRIES) return false;
    const key = fingerprint(token);
    const validUntil = this.#tokens.get(key);
    if (validUntil === undefined || validUntil < this.#clock.monoMs()) {
      this.#tries++;
      return false;
    }
    this.#tokens.delete(key);
    return true;
  }
}
