import type { PointBatch } from '../../src-shared/domain/point-batch.ts';
import { liveValues } from '../state/live-values.ts';
import { watches } from '../state/watches.ts';
import { bufferCapacity, PenBuffer } from './pen-buffer.ts';

/** A tag to be recorded, by the name that outlives an engine and by its number of today. */
export interface RecordedTag {
  readonly uid: string;
  readonly index: number;
  readonly pollIntervalMs: number;
}

/**
 * Keeps the newest 15 min at full rate of every pen of every open trend, whether its tab is in front or not, so that a
 * trend has no hole when one comes back to it.
 */
export class PenRecorder {
  readonly #buffers = new Map<string, PenBuffer>();
  #byIndex = new Map<number, PenBuffer>();
  #release = (): void => undefined;

  buffer(uid: string): PenBuffer | undefined {
    return this.#buffers.get(uid);
  }

  /** Records these tags from now on, and no others. */
  record(tags: readonly RecordedTag[]): void {
    const wanted = new Set(tags.map((tag) => tag.uid));
    for (const uid of this.#buffers.keys()) if (!wanted.has(uid)) this.#buffers.delete(uid);
    this.#byIndex = new Map();
    for (const { uid, index, pollIntervalMs } of tags) {
      const buffer = this.#buffers.get(uid) ?? new PenBuffer(bufferCapacity(pollIntervalMs));
      this.#buffers.set(uid, buffer);
      this.#byIndex.set(index, buffer);
    }
    const release = this.#release;
    this.#release = watches.hold(tags.map((tag) => tag.index));
    release();
  }

  take(batch: PointBatch): void {
    if (this.#byIndex.size === 0) return;
    for (let row = 0; row < batch.count; row++) {
      this.#byIndex.get(batch.tag[row]!)?.push(batch.timeUs[row]!, batch.value[row]!, batch.status[row]!);
    }
  }

  /** The link was lost: what comes next does not join what was. */
  markBreak(): void {
    for (const buffer of this.#buffers.values()) buffer.markBreak();
  }
}

/** The one recorder of this page. */
export const penRecorder = new PenRecorder();
liveValues.onBatch((batch) => penRecorder.take(batch));
