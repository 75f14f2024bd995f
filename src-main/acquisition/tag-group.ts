import type { PaceBounds } from '../../src-shared/domain/adaptive-polling.ts';
import type { PointBatch } from '../../src-shared/domain/point-batch.ts';
import type { PlanSummary, ReadingColumns } from '../drivers/driver.ts';
import type { JobTag } from './acquisition-messages.ts';

/** Tags of a device whose values come in together; one may be read alone, for a write. */
export interface TagGroup {
  readonly tags: readonly JobTag[];
  /** How often they are read now, ms. */
  readonly intervalMs: number;
  /** Where that changes with their values. */
  readonly bounds?: PaceBounds | undefined;
  /** What reading all of them costs now, with what the device turned out to refuse. */
  readonly summary: PlanSummary;
  /** The point of one tag that was read by itself. @param fresh columns of one row. */
  single(row: number, fresh: ReadingColumns, receivedUs: number): PointBatch;
}

/** Why a tag is Bad while its device answers. */
export interface FaultOfTag {
  readonly tag: string;
  readonly text: string;
}
