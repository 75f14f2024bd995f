import { CircuitState, ConsecutiveBreaker, SamplingBreaker } from 'cockatiel';
import type { DeviceLink } from '../../src-shared/contract/diagnostics.ts';
import type { DriverPolicy } from '../drivers/driver.ts';
import { backoffMs, jittered } from './backoff.ts';

/** A breaker with what counts against it. */
export type BreakerView = DeviceLink['breaker'];

/** What follows from a failed attempt. */
export interface Rest {
  readonly waitMs: number;
  /** The share of failed requests opened the breaker, not attempts in a row. */
  readonly byRatio: boolean;
}

/**
 * Says how long a device rests after an attempt that failed. Whether the breaker opens is cockatiel's judgement: after
 * three failed attempts in a row, or by the share of failed requests. How long it rests is the back-off's, by our own
 * clock: cockatiel's policy would count the rest by the wall clock (docs/decisions/0005-breaker-and-back-off.md).
 */
export class Breaker {
  readonly #policy: DriverPolicy;
  readonly #random: () => number;
  #inRow!: ConsecutiveBreaker;
  #share!: SamplingBreaker;
  #state = CircuitState.Closed;
  /** Failed attempts since the last good one; a device never reached counts as one that failed. */
  #failures = 1;
  #probesGood = 0;
  #probesFailed = 0;

  /** @param random yields [0, 1). */
  constructor(policy: DriverPolicy, random: () => number) {
    this.#policy = policy;
    this.#random = random;
    this.reset();
  }

  /** Forgets what was counted: closed, as for a device that was never reached. */
  reset(): void {
    const policy = this.#policy;
    this.#inRow = new ConsecutiveBreaker(policy.breakerAttempts);
    this.#share = new SamplingBreaker({
      // The library opens above its threshold; the share named in the policy opens too.
      threshold: policy.breakerRatio - 1e-9,
      duration: policy.breakerWindowMs,
      minimumRps: (policy.breakerMinRequests * 1_000) / policy.breakerWindowMs,
    });
    this.#state = CircuitState.Closed;
    this.#failures = 1;
  }

  /** Nothing but the attempt that ends the rest may reach the device. */
  get isOpen(): boolean {
    return this.#state === CircuitState.Open;
  }

  /** How it stands, with what is counted and from when on that opens it. */
  view(): BreakerView {
    const policy = this.#policy;
    const { currentFailures: failed, currentSuccesses: good } = this.#share.state as Sampled;
    const isHalfOpen = this.#state === CircuitState.HalfOpen;
    return {
      state: this.isOpen ? 'open' : isHalfOpen ? 'half-open' : 'closed',
      inRow: this.#inRow.state,
      opensAfter: policy.breakerAttempts,
      requests: failed + good,
      failed,
      opensAtShare: policy.breakerRatio,
      opensFromRequests: policy.breakerMinRequests,
      windowMs: policy.breakerWindowMs,
      probes: policy.breakerProbes,
      probesGood: isHalfOpen ? this.#probesGood : 0,
      probesFailed: isHalfOpen ? this.#probesFailed : 0,
      longestRestMs: policy.breakerOpenMs,
    };
  }

  /** The rest is over: the next requests try. */
  probe(): void {
    if (!this.isOpen) return;
    this.#state = CircuitState.HalfOpen;
    this.#probesGood = 0;
    this.#probesFailed = 0;
  }

  /** A request came back. */
  succeeded(): void {
    if (this.#state === CircuitState.HalfOpen && ++this.#probesGood + this.#probesFailed < this.#policy.breakerProbes)
      return;
    const before = this.#state;
    this.#state = CircuitState.Closed;
    this.#failures = 0;
    this.#inRow.success();
    this.#share.success(before);
  }

  /** A connect or a request failed. */
  failed(): Rest {
    if (this.#state === CircuitState.HalfOpen) return this.#probeFailed();
    const tooMany = this.#inRow.failure();
    const tooLarge = this.#share.failure(CircuitState.Closed);
    if (tooMany || tooLarge) this.#state = CircuitState.Open;
    const byRatio = tooLarge && !tooMany;
    return { waitMs: byRatio ? this.#longRest() : this.#backoff(), byRatio };
  }

  /** A line that only sometimes carries an answer is tried on; one that carried none rests again. */
  #probeFailed(): Rest {
    const { breakerProbes, breakerRatio } = this.#policy;
    const isTolerated = this.#probesGood > 0 && ++this.#probesFailed < breakerRatio * breakerProbes;
    if (isTolerated) return { waitMs: 0, byRatio: false };
    this.#state = CircuitState.Open;
    const byRatio = this.#probesGood > 0;
    return { waitMs: byRatio ? this.#longRest() : this.#backoff(), byRatio };
  }

  #backoff(): number {
    return backoffMs(this.#failures++, this.#random, this.#policy.breakerOpenMs);
  }

  #longRest(): number {
    return jittered(this.#policy.breakerOpenMs, this.#random);
  }
}

/** Of the library's own state: what it judges by. */
interface Sampled {
  readonly currentFailures: number;
  readonly currentSuccesses: number;
}
