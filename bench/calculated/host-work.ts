/** What the host is to do. */
export interface HostOrder {
  readonly tags: number;
  readonly warmSeconds: number;
  readonly measureSeconds: number;
}

/** What it did in the measured time. */
export interface HostWorkDone {
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Calculated points in finished batches. */
  readonly points: number;
  /** Whether each tag had the value at the end that its expression gives. */
  readonly areRight: boolean;
}

/** Batches a second of each input. */
export const RATE = 10;
/** Devices that the inputs come from, each with one batch every 100 ms. */
export const DEVICES = 10;
