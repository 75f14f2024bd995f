/** What a contestant that reads the plant is told; the same for all of them. */
export interface ReadOrder {
  readonly ports: readonly number[];
  readonly tagsPerDevice: number;
  /** Each device is read once per period; 0: again as soon as it answered. */
  readonly periodMs: number;
  /** Not measured, before the measured time. */
  readonly warmSeconds: number;
  readonly measureSeconds: number;
}

export interface ReadWork {
  /** Values that were read, decoded and checked in the measured time. */
  readonly values: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Of the last poll of a device: shows that the values are right. */
  readonly pollSum: number;
}
