import type { Clock } from '../kernel/clock.ts';
import type { DriverTag } from './driver.ts';

/** The way to a twin, which may speak another protocol: that of a serial line has it behind a TCP port. */
export interface TwinConnection {
  readonly protocol: string;
  readonly connection: unknown;
}

export interface SimulatorOptions<Connection> {
  readonly connection: Connection;
  readonly tags: readonly DriverTag[];
  /** The value of tag `index` in device units at monotonic time `ms`; asked for every read. */
  readonly value: (index: number, ms: number) => number | string | bigint;
  readonly clock: Clock;
  /** Every answer takes this much longer, as over a slow line; 0 unless given. */
  readonly delayMs?: number | undefined;
  /** 0 takes a free port. The simulator takes the next free one when this one is taken, and says which. */
  readonly port: number;
}

/**
 * Faults a simulator can act out. `delay`: writes take effect at once and are answered too late to be believed. `deny`: it
 * answers and refuses every access, as a CPU whose PUT/GET is off.
 */
export type SimulatorFault = 'none' | 'unplug' | 'refuse' | 'silent' | 'rst' | 'delay' | 'deny';

export interface Simulator {
  readonly host: string;
  readonly port: number;
  setFault(fault: SimulatorFault): Promise<void>;
  /** Frames received since the start, oldest first, bounded to the last 1,000. */
  frames(): readonly Uint8Array[];
  close(): Promise<void>;
}
