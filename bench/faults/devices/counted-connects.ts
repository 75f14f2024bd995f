import { modbusTcp } from '../../../src-main/drivers/all.ts';
import type { Driver, DriverManifest, DriverPolicy } from '../../../src-main/drivers/driver.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';

/** Modbus as it is, with a count of the connects that are pending, and of those to each device. */
export class CountedConnects {
  readonly manifest: DriverManifest;
  /** Ports whose connects get no answer: a loopback listener cannot drop a SYN, so the driver's connect stands still. */
  readonly dark = new Set<number>();
  #pending = 0;
  #most = 0;
  #begun: { readonly port: number; readonly atMs: number }[] = [];

  /** @param standsMs how long a connect stands that nobody answers. */
  constructor(policy: Partial<DriverPolicy>, standsMs: number) {
    const manifest = modbusTcp as DriverManifest;
    this.manifest = {
      ...manifest,
      policy: { ...manifest.policy, ...policy },
      create: (connection, parts): Driver => {
        const driver = manifest.create(connection, parts);
        const open = driver.open.bind(driver);
        const { port } = connection as { readonly port: number };
        driver.open = async (signal) => {
          this.#most = Math.max(this.#most, ++this.#pending);
          this.#begun.push({ port, atMs: performance.now() });
          try {
            if (!this.dark.has(port)) return await open(signal);
            await parts.clock.sleep(standsMs, signal);
            throw new NexusError('NX_NET_TIMEOUT', 'No answer.');
          } finally {
            this.#pending--;
          }
        };
        return driver;
      },
    };
  }

  /** The most that were pending at once since `forget`. */
  get most(): number {
    return this.#most;
  }

  /** The most that any one device was asked for since `forget`. */
  get mostOfOne(): number {
    const counts = new Map<number, number>();
    for (const { port } of this.#begun) counts.set(port, (counts.get(port) ?? 0) + 1);
    return Math.max(0, ...counts.values());
  }

  /** The most that began within any one second since `forget`. */
  get mostInASecond(): number {
    const times = this.#begun.map(({ atMs }) => atMs).toSorted((a, b) => a - b);
    let [most, first] = [0, 0];
    for (const [i, atMs] of times.entries()) {
      while (times[first]! < atMs - 1_000) first++;
      most = Math.max(most, i - first + 1);
    }
    return most;
  }

  forget(): void {
    this.#most = this.#pending;
    this.#begun = [];
  }
}
