import type { DeviceHealth } from '../../src-shared/contract/devices.ts';
import type { PaceBounds } from '../../src-shared/domain/adaptive-polling.ts';
import type { PointBatch } from '../../src-shared/domain/point-batch.ts';
import { Tag } from '../../src-shared/domain/tag.ts';
import type { DriverPolicy } from '../drivers/driver.ts';
import type { Clock } from '../kernel/clock.ts';
import { loggerTo } from '../kernel/logger.ts';
import { compileTagRule } from '../processing/tag-rule.ts';
import type { DeviceJob, WriteOrder, WriteOutcome } from './acquisition-messages.ts';
import type { PaceRules } from './group-pace.ts';
import { HostDevices } from './host-devices.ts';
import { type MemoryDevice, MemoryPlant } from './memory-device.ts';

/** A tag of a test: `a:uint16` is its address and, before the colon, its id. */
export type MemoryTag =
  | string
  | (Record<string, unknown> & { readonly address: string; readonly pollIntervalMs?: number });

export interface MemoryJob {
  readonly endpoint?: string;
  readonly pollIntervalMs?: number;
  readonly tags?: readonly MemoryTag[];
  /** Of tags without an interval of their own. */
  readonly bounds?: PaceBounds;
  readonly pace?: PaceRules;
}

/** A clock that only moves when told. */
interface SteppedClock extends Clock {
  readonly pending: number;
  advance(ms: number): Promise<void>;
}

/** The devices of a host on a clock that only moves when told, against devices in memory. */
export class MemoryHost {
  readonly clock: SteppedClock;
  readonly plant = new MemoryPlant();
  readonly batches: PointBatch[] = [];
  readonly statuses: DeviceHealth[] = [];
  /** Lines of the log: `warn device offline pump`. */
  readonly lines: string[] = [];
  readonly devices: HostDevices;
  #numbers = 0;

  constructor(clock: SteppedClock, policy: Partial<DriverPolicy> = {}) {
    this.clock = clock;
    const manifest = this.plant.manifest(policy);
    this.devices = new HostDevices({
      clock: this.clock,
      logger: loggerTo((level, text, fields) => void this.lines.push(`${level} ${text} ${String(fields['device'])}`)),
      random: () => 0.5,
      onBatch: (batch) => void this.batches.push(batch),
      onStatus: (row) => void this.statuses.push(row),
      findDriver: () => manifest,
    });
  }

  job(
    id: string,
    { endpoint = id, pollIntervalMs = 1_000, tags = ['a:uint16'], bounds, pace }: MemoryJob = {},
  ): DeviceJob {
    return {
      id,
      number: this.#numbers++,
      protocol: 'memory',
      endpoint,
      connection: { device: id, endpoint },
      pollIntervalMs,
      pace,
      simulated: false,
      tags: tags.map((tag, number) => {
        const { address, pollIntervalMs: own, ...rest } = typeof tag === 'string' ? { address: tag } : tag;
        const name = address.split(':')[0]!;
        this.plant.device(id).values.set(address, address.endsWith(':string') ? 'text' : 1);
        return {
          id: name,
          driver: { address },
          rule: compileTagRule(Tag.parse({ id: name, address, ...rest }), number),
          pollIntervalMs: own as number | undefined,
          ...(own === undefined && { bounds }),
        };
      }),
    };
  }

  /** Adds a device and lets it connect. */
  async given(id: string, job: MemoryJob = {}): Promise<MemoryDevice> {
    const made = this.job(id, job);
    const device = this.plant.device(id);
    void this.devices.add(made);
    await this.clock.advance(0);
    return device;
  }

  health(id: string): DeviceHealth {
    for (const runner of this.devices.runners) if (runner.health().device === id) return runner.health();
    throw new TypeError(`No device ${id}`);
  }

  /** Calls that reached the device since this was last asked, without the connects. */
  taken(id: string): string[] {
    const calls = this.plant.device(id).calls.splice(0);
    return calls.filter((call) => call !== 'open');
  }

  /** Writes and lets so much time pass. */
  async write(
    order: Partial<WriteOrder> & Pick<WriteOrder, 'device' | 'tag' | 'value'>,
    ms = 5_000,
  ): Promise<WriteOutcome> {
    const outcome = this.devices.write({ verify: true, budgetMs: 3_000, ...order });
    await this.clock.advance(ms);
    return await outcome;
  }
}
