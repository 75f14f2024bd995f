import type { PointBatch } from '../../src-shared/domain/point-batch.ts';
import type { DriverManifest } from '../drivers/driver.ts';
import type { Clock } from '../kernel/clock.ts';
import type { DeviceJob, WriteOrder, WriteOutcome } from './acquisition-messages.ts';
import type { Session } from './session.ts';
import type { TagGroup } from './tag-group.ts';
import { writeTag } from './write-tag.ts';

export interface WriterParts {
  readonly job: DeviceJob;
  readonly manifest: DriverManifest;
  readonly groups: readonly TagGroup[];
  readonly session: Session;
  readonly clock: Clock;
  readonly onBatch: (batch: PointBatch) => void;
}

/** The writes of one device: finds the tag, and shows at once what was read for a write. */
export class DeviceWriter {
  readonly #parts: WriterParts;
  readonly #running = new Set<Promise<WriteOutcome>>();

  constructor(parts: WriterParts) {
    this.#parts = parts;
  }

  /** Takes one write to its end; every end is an outcome. */
  async write(order: WriteOrder): Promise<WriteOutcome> {
    const end = this.#write(order);
    this.#running.add(end);
    try {
      return await end;
    } finally {
      this.#running.delete(end);
    }
  }

  /** Resolves when no write is under way. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#running);
  }

  async #write(order: WriteOrder): Promise<WriteOutcome> {
    const { job, manifest, groups, session, clock, onBatch } = this.#parts;
    for (const group of groups) {
      const row = group.tags.findIndex(({ id }) => id === order.tag);
      if (row < 0) continue;
      const tag = group.tags[row]!;
      const { dataType } = manifest.describeAddress(tag.driver, job.connection);
      return await writeTag(order, {
        tag,
        dataType,
        session,
        clock,
        onRead: (fresh, receivedUs) => onBatch(group.single(row, fresh, receivedUs)),
      });
    }
    return { kind: 'down', text: `“${order.device}” does not read a tag “${order.tag}”, so nothing was sent.` };
  }
}
