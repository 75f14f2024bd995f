import type { TypedCell } from '../../src-shared/domain/point-batch.ts';
import type { NexusError } from '../../src-shared/errors/nexus-error.ts';

/**
 * Readings that a device sent by itself: columns of which the first `count` rows count. A tag may come several times,
 * oldest first. They are the driver's, and are used again when `deliver` has returned.
 */
export interface PushedReadings {
  readonly count: number;
  /** Index of the tag in the plan. */
  readonly row: Uint32Array;
  /** As the device stamped it, µs since 1970 UTC; NaN where it did not. */
  readonly timeUs: Float64Array;
  readonly value: Float64Array;
  readonly status: Uint32Array;
  /** `row` is the index in these columns; in rising order. */
  readonly cells: readonly TypedCell[];
}

/** Where the readings of a subscription go. Nothing is called before `subscribe` resolved or after the link was closed. */
export interface Subscriber {
  deliver(readings: PushedReadings): void;
  /** The device said that it lives and that nothing changed. */
  alive(): void;
  /** So many messages of the device are lost for good; the values of now are delivered next. */
  missed?(messages: number): void;
  /** Nothing comes any more; the link is unusable and already closed. Rejections of `read` say the same. */
  ended(error: NexusError): void;
}

/** What was agreed with the device. */
export interface Subscription {
  /**
   * The longest time, ms, without a delivery or a sign of life while all is well: its keep-alive. At most 3 s wherever the
   * device can be brought to it, as a device is lost after 3.1 of them (docs/decisions/0015-subscribed-values.md).
   */
  readonly silenceMs: number;
}
