import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../../kernel/clock.ts';

interface Bucket {
  tokens: number;
  atMs: number;
}

const MOST_KEPT = 1_000;

/** How many writes each key may ask for: a second's worth at once, then as many as become free. */
export class WriteRates {
  readonly #clock: Clock;
  readonly #buckets = new Map<string, Bucket>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @throws NexusError NX_ACCESS_LIMIT */
  take(session: string, perSecond: number): void {
    const nowMs = this.#clock.monoMs();
    const most = Math.max(1, perSecond);
    const bucket = this.#buckets.get(session) ?? { tokens: most, atMs: nowMs };
    bucket.tokens = Math.min(most, bucket.tokens + ((nowMs - bucket.atMs) / 1_000) * perSecond);
    bucket.atMs = nowMs;
    this.#buckets.delete(session);
    this.#buckets.set(session, bucket);
    if (this.#buckets.size > MOST_KEPT) this.#buckets.delete(this.#buckets.keys().next().value!);
    if (bucket.tokens < 1) {
      const text = `This key may write ${perSecond} times a second. Nothing was sent.`;
      throw new NexusError('NX_ACCESS_LIMIT', text, { retryAfterS: Math.ceil((1 - bucket.tokens) / perSecond) });
    }
    bucket.tokens--;
  }
}
