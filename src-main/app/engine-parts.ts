import type { SystemInfo, SystemStatus } from '../../src-shared/contract/system.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Emitter } from '../kernel/emitter.ts';
import type { LastValues } from '../live/last-values.ts';
import type { Plant } from './plant.ts';
import type { Storage } from './storage.ts';

/** What the engine hands to its handlers. */
export interface EngineParts {
  readonly clock: Clock;
  readonly info: () => SystemInfo;
  readonly plant: Plant;
  readonly last: LastValues;
  readonly storage: Storage;
  /** Once a second. */
  readonly status: Emitter<SystemStatus>;
}
