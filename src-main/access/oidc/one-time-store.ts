import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../../kernel/clock.ts';

const fingerprint = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/**
 * Values that wait for whoever comes back with their secret: once, and not for long. Only fingerprints are kept, so that
 * looking one up compares no secret byte by byte. When it is full the oldest goes.
 */
export class OneTimeStore<T> {
  readonly #clock: Clock;
  readonly #validMs: number;
  readonly #capacity: number;
  readonly #waiting = new Map<string, { readonly value: T; readonly untilMs: number }>();

  constructor(clock: Clock, validMs: number, capacity: number) {
    this.#clock = clock;
    this.#validMs = validMs;
    this.#capacity = capacity;
  }

  /** @param secret 256 random bits unless given. */
  put(value: T, secret = randomBytes(32).toString('base64url')): string {
    this.#waiting.set(fingerprint(secret), { value, untilMs: this.#clock.monoMs() + this.#validMs });
    // A map keeps the order of insertion.
    if (this.#waiting.size > this.#capacity) this.#waiting.delete(this.#waiting.keys().next().value!);
    return secret;
  }

  /** Undefined for a secret that is unknown, used or too old. */
  take(secret: string): T | undefined {
    const key = fingerprint(secret);
    const found = this.#waiting.get(key);
    this.#waiting.delete(key);
    return found && found.untilMs > this.#clock.monoMs() ? found.value : undefined;
  }
}
