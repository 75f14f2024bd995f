import type { DeviceHealth, PaceHealth } from '../../src-shared/contract/devices.ts';
import type { PointBatch } from '../../src-shared/domain/point-batch.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Disposable } from '../kernel/lifetime.ts';
import type { Logger } from '../kernel/logger.ts';
import type { DeviceJob } from './acquisition-messages.ts';
import type { EndpointBudget } from './endpoint-budget.ts';
import type { PollStatistics } from './poll-statistics.ts';
import type { QualityOfTags } from './quality-of-tags.ts';
import type { Session } from './session.ts';
import type { FaultOfTag, TagGroup } from './tag-group.ts';

/** A device that gave nothing for this long is lost, unless it may be silent for longer (reliability reference 3.6). */
const LOST_AFTER_MS = 5_000;
/** The third poll, or sign of life, may still be on its way when three of its times are over. */
const LOST_AFTER_INTERVALS = 3.1;

/** What an intake is made of. */
export interface IntakeParts {
  readonly job: DeviceJob;
  readonly session: Session;
  /** Of the device's endpoint. */
  readonly budget: EndpointBudget;
  readonly clock: Clock;
  /** Names the device. */
  readonly logger: Logger;
  /** A share of the shortest interval by which all polls are late, 0…1. */
  readonly phase: number;
  readonly onBatch: (batch: PointBatch) => void;
  /** The device gave a sign of life, at this time of the wall clock. */
  readonly onAlive: (receivedUs: number) => void;
  /** Something that `DeviceHealth` tells has changed. */
  readonly onChange: () => void;
  /** `silenceMs` is another one now. */
  readonly onPace: () => void;
}

/** How the values of one device come in: it is polled, or it sends them by itself. */
export interface Intake extends Disposable {
  readonly mode: DeviceHealth['mode'];
  readonly groups: readonly TagGroup[];
  /** Of polls; nothing is counted where there are none. */
  readonly statistics: PollStatistics;
  /** Slots of polls that passed before they could be called; messages of a subscription that are lost for good. */
  readonly missed: number;
  /** Readings a second of late; null for a polled device. */
  readonly updatesPerSecond: number | null;
  /** Tags whose last reading is good. */
  readonly good: number;
  /** What the quality rules of its tags found. */
  readonly quality: QualityOfTags;
  /** The longest time without a sign of life while all is well, ms. */
  readonly silenceMs: number;
  /** Of groups whose period follows their values. */
  paces(): readonly PaceHealth[];
  faults(): Iterable<FaultOfTag>;
  /** The device gave no sign of life: one Bad point for every tag that is not known to be Bad. */
  lost(nowUs: number): Iterable<PointBatch>;
  /** Resolves when nothing is under way. */
  settled(): Promise<void>;
}

/** How long a device gives no sign of life before it is lost, ms. @param silenceMs how long it may. */
export function lossLimitMs(silenceMs: number): number {
  return Math.max(LOST_AFTER_MS, LOST_AFTER_INTERVALS * silenceMs);
}
