/** What a contestant that reads the plant is told; the same for all of them. */
export interface ReadOrder {
  readonly ports: readonly number[];
  readonly tagsPerDevice: number;
  /** Each device is read once per period; 0: again as soon as it answered. */
  readonly periodMs: number;
  /**
   * Not measured: how long the plant is read at `WARM_PERIOD_MS`, so that the compiler of Node has done its work as it has
   * in a service that runs for days. The C contestant has nothing to compile and reads at its period.
   */
  readonly warmSeconds: number;
  readonly measureSeconds: number;
  /** Requests in one go, for who can; 1 unless given. */
  readonly inFlight?: number;
}

/** As fast as a project may poll. */
export const WARM_PERIOD_MS = 50;
/** At the period, before the measured time: connections are new, and their first polls come early. */
export const SETTLE_MS = 1_500;

export interface ReadWork {
  /** Values that were read, decoded and checked in the measured time. */
  readonly values: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Of that, outside of the kernel. */
  readonly userSeconds: number;
  /** Of the last poll of a device: shows that the values are right. */
  readonly pollSum: number;
}
