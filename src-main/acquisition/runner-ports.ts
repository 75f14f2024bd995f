import type { PointBatch } from '../../src-shared/domain/point-batch.ts';
import type { EndpointShare, FrameListener } from '../drivers/driver.ts';
import type { TagFeed } from '../drivers/tag-feed.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';
import type { ConnectGate } from './connect-gate.ts';
import type { DeviceRecord } from './device-record.ts';
import type { EndpointBudget } from './endpoint-budget.ts';
import type { EndpointQueue } from './endpoint-queue.ts';

/** What the host gives each of its runners. */
export interface RunnerPorts {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Yields [0, 1). */
  readonly random: () => number;
  /** Queue and budget of the device's endpoint. */
  readonly queue: EndpointQueue;
  readonly budget: EndpointBudget;
  readonly shared?: EndpointShare | undefined;
  readonly gate: ConnectGate;
  /** Of the device; it may have begun with an earlier runner. */
  readonly record: DeviceRecord;
  /** For what drivers keep. */
  readonly folder?: string | undefined;
  /** Of the host. */
  readonly feed?: TagFeed | undefined;
  /** @param traced the number of the trace that its last point was read for. */
  readonly onBatch: (batch: PointBatch, traced?: number) => void;
  readonly onStatus: () => void;
  readonly onFrame?: FrameListener | undefined;
}
