import type { TypedCell } from '../../src-shared/domain/point-batch.ts';
import { STATUS } from '../../src-shared/domain/quality.ts';
import type { ErrorCode } from '../../src-shared/errors/error-codes.ts';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { DriverTag, Subscriber, WriteValue } from '../drivers/driver.ts';
import type { Clock, Timer } from '../kernel/clock.ts';
import type { MemoryDevice } from './memory-device.ts';

/** A value that a device of the tests sends by itself. */
export interface Pushed {
  readonly address: string;
  readonly value: WriteValue;
  /** Now unless given. */
  readonly timeUs?: number;
  readonly status?: number;
}

/** What a device of the tests sends by itself: the values of now at once, that it lives, and what it is told to. */
export class MemorySubscription {
  readonly #device: MemoryDevice;
  readonly #tags: readonly DriverTag[];
  readonly #subscriber: Subscriber;
  readonly #clock: Clock;
  readonly #timers: readonly Timer[];

  constructor(device: MemoryDevice, tags: readonly DriverTag[], subscriber: Subscriber, clock: Clock) {
    this.#device = device;
    this.#tags = tags;
    this.#subscriber = subscriber;
    this.#clock = clock;
    this.#timers = [
      clock.after(0, () => device.isSilent || this.#pushAll()),
      clock.every(device.silenceMs, () => device.isSilent || subscriber.alive()),
    ];
  }

  /** Delivers these values at once, in one delivery. */
  push(...pushed: readonly Pushed[]): void {
    const cells: TypedCell[] = [];
    const place = pushed.map(({ address }) => this.#tags.findIndex((tag) => tag.address === address));
    pushed.forEach(({ value }, row) => {
      if (typeof value === 'string') cells.push({ row, kind: 'string', value });
      if (typeof value === 'bigint') cells.push({ row, kind: 'int64', value });
    });
    this.#subscriber.deliver({
      count: pushed.length,
      row: Uint32Array.from(place),
      timeUs: Float64Array.from(pushed, ({ timeUs }) => timeUs ?? this.#clock.wallUs()),
      value: Float64Array.from(pushed, ({ value }) => (typeof value === 'string' ? Number.NaN : Number(value))),
      status: Uint32Array.from(pushed, ({ status }) => status ?? STATUS.Good),
      cells,
    });
  }

  /** So many messages never came, as the driver says it; the values of now follow. */
  miss(messages: number): void {
    this.#subscriber.missed?.(messages);
    this.#pushAll();
  }

  /** The link ends, as the driver says it. */
  end(code: ErrorCode): void {
    this.close();
    this.#subscriber.ended(new NexusError(code, `Told to end with ${code}.`));
  }

  close(): void {
    for (const timer of this.#timers) timer.dispose();
    if (this.#device.subscription === this) this.#device.subscription = undefined;
  }

  #pushAll(): void {
    const { values, refused, changedUs } = this.#device;
    if (this.#tags.length === 0) return;
    this.push(
      ...this.#tags.map(
        ({ address }): Pushed => ({
          address,
          value: values.get(address) ?? Number.NaN,
          ...(changedUs !== undefined && { timeUs: changedUs }),
          ...(refused.has(address) && { status: STATUS.BadConfigurationError }),
        }),
      ),
    );
  }
}
