import type { SystemInfo, SystemStatus } from '../../src-shared/contract/system.ts';
import type { SeriesAnswer } from '../../src-shared/domain/series.ts';
import type { SimulatorFault } from '../drivers/driver.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Emitter } from '../kernel/emitter.ts';
import type { LastValues } from '../live/last-values.ts';
import type { DeviceViews } from './device-views.ts';
import type { TagDirectory, TagEntry } from './tag-directory.ts';

export interface SeriesRange {
  readonly fromUs: number;
  readonly toUs: number;
  readonly buckets?: number | undefined;
}

/** What the engine hands to its handlers: parts to read from, and the few things they may ask it to do. */
export interface EngineParts {
  readonly clock: Clock;
  readonly directory: TagDirectory;
  readonly devices: DeviceViews;
  readonly last: LastValues;
  readonly info: () => SystemInfo;
  /** Once a second. */
  readonly status: Emitter<SystemStatus>;
  /** The devices of the project changed; the payload counts up. */
  readonly revised: Emitter<{ readonly revision: number }>;
  series(tag: TagEntry, range: SeriesRange): Promise<SeriesAnswer>;
  startDemo(): Promise<readonly string[]>;
  setFault(device: string, fault: SimulatorFault): Promise<void>;
}
