import type { DeviceHealth } from '../../src-shared/contract/devices.ts';
import type { Clock } from '../kernel/clock.ts';

/** All rows are told at least so often, whether they changed or not. */
const ALL_EVERY_MS = 10_000;

/** A device as the sender sees it. */
export interface HealthSource {
  /** Changes with everything that `health` tells. */
  readonly revision: number;
  health(): DeviceHealth;
}

/** Sends the rows that changed since they were last sent, and all of them once in ten seconds. */
export class HealthSender {
  readonly #clock: Clock;
  readonly #send: (rows: readonly DeviceHealth[]) => void;
  /** Forgotten with the device. */
  readonly #sent = new WeakMap<HealthSource, number>();
  #allAtMs: number;

  constructor(clock: Clock, send: (rows: readonly DeviceHealth[]) => void) {
    this.#clock = clock;
    this.#send = send;
    this.#allAtMs = clock.monoMs() + ALL_EVERY_MS;
  }

  /** Called once a second. */
  tick(sources: Iterable<HealthSource>): void {
    const nowMs = this.#clock.monoMs();
    const all = nowMs >= this.#allAtMs;
    if (all) this.#allAtMs = nowMs + ALL_EVERY_MS;
    const rows: DeviceHealth[] = [];
    for (const source of sources) {
      const { revision } = source;
      if (!all && this.#sent.get(source) === revision) continue;
      this.#sent.set(source, revision);
      rows.push(source.health());
    }
    if (rows.length > 0) this.#send(rows);
  }
}
