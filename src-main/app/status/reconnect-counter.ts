import type { DeviceHealth } from '../../../src-shared/contract/devices.ts';

/** Counts devices that are connected again after they were lost; the first connect of a device is none. */
export class ReconnectCounter {
  /** By device: whether it was connected once, and whether it is now. */
  readonly #devices = new Map<string, 'up' | 'lost'>();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Takes the health of all devices, each time that one of them changed. */
  look(rows: readonly Pick<DeviceHealth, 'device' | 'status'>[]): void {
    for (const { device, status } of rows) {
      const before = this.#devices.get(device);
      const isUp = status.kind === 'connected' || status.kind === 'degraded';
      if (isUp && before === 'lost') this.#count++;
      if (isUp) this.#devices.set(device, 'up');
      else if (status.kind === 'disabled') this.#devices.delete(device);
      else if (before === 'up') this.#devices.set(device, 'lost');
    }
  }
}
