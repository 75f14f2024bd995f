/** How sessions treat the devices of a protocol (SPEC A). */
export interface DriverPolicy {
  /** The breaker opens when this share of the requests of `breakerWindowMs` failed … */
  readonly breakerRatio: number;
  readonly breakerWindowMs: number;
  /** … and there were so many of them … */
  readonly breakerMinRequests: number;
  /** … or after so many failed attempts in a row. */
  readonly breakerAttempts: number;
  /** How long an open breaker rests; also the longest back-off. */
  readonly breakerOpenMs: number;
  /** Requests that a half-open breaker lets try before it closes. */
  readonly breakerProbes: number;
  /** How often a read that failed over an open link is tried within its slot, the first time included. */
  readonly readAttempts: number;
  /** Before the second attempt; doubles with each. */
  readonly retryDelayMs: number;
  /**
   * The longest rest after a connect that was refused: the host is there, and its server is being started again. Longer than
   * `breakerOpenMs` it changes nothing.
   */
  readonly refusedRestMs: number;
  /** How long a connect may take while other devices wait for their turn to connect. */
  readonly connectPatienceMs: number;
}
