import type { DeviceHealth } from '../../src-shared/contract/devices.ts';
import type { DriverTag } from '../drivers/driver.ts';
import type { TagRule } from '../processing/tag-rule.ts';

/** Everything a host needs to run one device; plain data, so that it crosses to a thread or a process. */
export interface DeviceJob {
  readonly id: string;
  /** The device's number in the running engine. */
  readonly number: number;
  readonly protocol: string;
  /** Checked by the protocol's manifest. */
  readonly connection: unknown;
  readonly pollIntervalMs: number;
  readonly simulated: boolean;
  readonly tags: readonly { readonly id: string; readonly driver: DriverTag; readonly rule: TagRule }[];
}

export type ToAcquisition =
  | { readonly type: 'add'; readonly jobs: readonly DeviceJob[] }
  | { readonly type: 'remove'; readonly ids: readonly string[] };

export type FromAcquisition =
  /** A batch frame (src-shared/domain/batch-frame.ts), transferred. */
  | { readonly type: 'batch'; readonly frame: ArrayBuffer; readonly points: number }
  | { readonly type: 'health'; readonly rows: readonly DeviceHealth[] };
