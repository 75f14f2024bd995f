import type { DeviceHealth } from '../../../src-shared/contract/devices.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Emitter, Subscription } from '../../kernel/emitter.ts';
import type { Disposable } from '../../kernel/lifetime.ts';

/** A stretch in which a device did not answer. */
export interface Outage {
  readonly device: string;
  readonly fromUs: number;
  /** Undefined while it goes on. */
  toUs: number | undefined;
  /** The breaker was open in it. */
  isBreaker: boolean;
  /** As it was told last. */
  reason: string;
}

/** More than anybody reads; the oldest go. */
const KEPT = 2_000;

/** When devices were away since the engine started; kept in memory. */
export class OutageMemory implements Disposable {
  /** Outages from before are not known. */
  readonly fromUs: number;
  readonly #clock: Pick<Clock, 'wallUs'>;
  readonly #open = new Map<string, Outage>();
  readonly #subscription: Subscription;
  #kept: Outage[] = [];

  /** @param changed rows of devices as they change. */
  constructor(changed: Pick<Emitter<readonly DeviceHealth[]>, 'on'>, clock: Pick<Clock, 'wallUs'>) {
    this.#clock = clock;
    this.fromUs = clock.wallUs();
    this.#subscription = changed.on((rows) => {
      for (const row of rows) this.#take(row);
    });
  }

  /** Those that touch a range, in the order of their beginnings. */
  within(fromUs: number, toUs: number): readonly Outage[] {
    return this.#kept.filter((outage) => outage.fromUs < toUs && (outage.toUs ?? Number.POSITIVE_INFINITY) > fromUs);
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #take({ device, status }: DeviceHealth): void {
    const open = this.#open.get(device);
    if (status.kind === 'offline') {
      const outage = open ?? this.#begun(device, status.sinceUs);
      outage.isBreaker ||= status.breaker === 'open';
      outage.reason = status.reason.text;
    } else if (open && (status.kind === 'connected' || status.kind === 'degraded' || status.kind === 'disabled')) {
      open.toUs = Math.max(open.fromUs, status.kind === 'disabled' ? this.#clock.wallUs() : status.sinceUs);
      this.#open.delete(device);
    }
  }

  #begun(device: string, fromUs: number): Outage {
    const outage: Outage = { device, fromUs, toUs: undefined, isBreaker: false, reason: '' };
    this.#open.set(device, outage);
    this.#kept.push(outage);
    if (this.#kept.length > KEPT) this.#kept = this.#kept.slice(-KEPT);
    return outage;
  }
}
