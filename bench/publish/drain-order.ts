export interface DrainOrder {
  /** A folder of its own; stays. */
  readonly folder: string;
  /** Undefined: the embedded broker, on this port. */
  readonly url: string | undefined;
  readonly port: number;
  readonly payload: 'json' | 'json-batch';
  readonly points: number;
  readonly tags: number;
  /** Messages that wait for the broker's acknowledgement at once. */
  readonly window: number;
  /** Points a second that are appended while the backlog drains. */
  readonly live: number;
}

export interface DrainWork {
  /** Acknowledged by the broker in the measured time. */
  readonly points: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
}

/** The same row for both contestants: equal topics, equal payloads. */
export const START_US = 1_763_700_000e6;
export const STEP_US = 10_000;
