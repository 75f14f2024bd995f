import { Tag } from '../../src-shared/domain/tag.ts';
import { modbusTcp } from '../drivers/all.ts';
import type { DriverManifest, Simulator } from '../drivers/driver.ts';
import { systemClock } from '../kernel/clock.ts';
import { compileTagRule } from '../processing/tag-rule.ts';
import type { DeviceJob } from './acquisition-messages.ts';

const manifest = modbusTcp as DriverManifest;

export interface SimulatedDevice {
  readonly simulator: Simulator;
  /** @param place another way to the same device, such as a proxy. */
  job(place?: { readonly host: string; readonly port: number }): DeviceJob;
}

export interface SimulatedOptions {
  readonly number: number;
  readonly tags: number;
  readonly pollIntervalMs: number;
  readonly requestTimeout: string;
}

/** A real Modbus device on loopback, and the job that polls it. For tests. */
export async function simulateDevice(id: string, options: SimulatedOptions): Promise<SimulatedDevice> {
  const { number, pollIntervalMs } = options;
  const tags = Array.from({ length: options.tags }, (_, i) => ({ address: `HR${i}:uint16` }));
  const connection = manifest.connection.parse({ host: '127.0.0.1', request_timeout: options.requestTimeout });
  const simulator = await manifest.simulate({ connection, tags, value: (index) => index, clock: systemClock, port: 0 });
  return {
    simulator,
    job: ({ host, port } = simulator) => {
      const here = { ...(connection as object), host, port };
      return {
        id,
        number,
        protocol: manifest.id,
        endpoint: manifest.endpointKey(here),
        connection: here,
        pollIntervalMs,
        simulated: false,
        tags: tags.map((driver, i) => ({
          id: `t${i}`,
          driver,
          rule: compileTagRule(Tag.parse({ id: `t${i}`, ...driver }), number * options.tags + i),
        })),
      };
    },
  };
}
