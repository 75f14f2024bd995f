import { randomUUID } from 'node:crypto';
import type { AcceptedPoints } from './accepted-points.ts';
import { GroupEncoder } from './group-encoder.ts';
import type { LogDisk } from './log-disk.ts';
import type { LogGap } from './log-gap.ts';
import type { LogHead } from './log-messages.ts';
import { type QueuedBatch, recordBytes } from './log-queue.ts';
import type { Recovered } from './recovery.ts';
import { OpenSegment } from './segment/open-segment.ts';

export interface LogTailOptions {
  readonly segmentBytes: number;
  /** µs since 1970 UTC. */
  readonly wallUs: () => number;
}

/** Bounds what one write needs in memory, and how long one sync takes. */
const GROUP_BYTES = 4 * 1024 * 1024;

/** The end of the log that grows: the open segment, and the way into the next one. */
export class LogTail {
  readonly logId = randomUUID();
  /** Stands in every record from now on that is not a batch. */
  epoch: number;
  /** Written and synced so far. */
  writtenBytes = 0;
  readonly #disk: LogDisk;
  readonly #options: LogTailOptions;
  readonly #accepted: AcceptedPoints;
  readonly #encoder = new GroupEncoder();
  #segment: OpenSegment | undefined;
  #nextOrdinal: number;
  /** Stays where it is when a segment is abandoned, until a later one has taken something. */
  #acceptedTo: Pick<LogHead, 'segment' | 'offset'>;

  constructor(disk: LogDisk, options: LogTailOptions, accepted: AcceptedPoints, recovered: Recovered) {
    this.#disk = disk;
    this.#options = options;
    this.#accepted = accepted;
    this.#nextOrdinal = recovered.nextOrdinal;
    this.#acceptedTo = { segment: this.#nextOrdinal, offset: 0 };
    this.epoch = recovered.epoch;
  }

  get head(): LogHead {
    return { logId: this.logId, ...this.#acceptedTo, totalPoints: this.#accepted.total };
  }

  /** The open segment, whose file only grows. */
  get open(): { readonly ordinal: number; readonly bytes: number } | undefined {
    return this.#segment && { ordinal: this.#segment.ordinal, bytes: this.#segment.syncedBytes };
  }

  /**
   * Writes gaps and as many of the first batches as fit into one group, and syncs.
   * @param batches at least one.
   * @returns how many of the batches are on the medium. After an error the segment must be abandoned.
   */
  write(batches: readonly QueuedBatch[], gaps: readonly LogGap[]): number {
    const segment = this.#segmentFor(batches[0]!);
    const encoder = this.#begin(segment, gaps);
    const limit = Math.min(GROUP_BYTES, this.#options.segmentBytes - segment.syncedBytes);
    const fits = (next: QueuedBatch): boolean =>
      next.names.generation === segment.namesGeneration && encoder.size + recordBytes(next) <= limit;
    let count = 0;
    do encoder.batch(batches[count++]!, segment);
    while (count < batches.length && fits(batches[count]!));
    this.#append(segment);
    return count;
  }

  /** Writes gaps alone and syncs. @returns false when no segment is open, and nothing was written. */
  writeGaps(gaps: readonly LogGap[]): boolean {
    const segment = this.#segment;
    if (!segment) return false;
    this.#begin(segment, gaps);
    this.#append(segment);
    return true;
  }

  /** Closes the open segment: the next batch begins a new one. */
  rotate(): void {
    this.#segment?.close();
    this.#segment = undefined;
  }

  /** Leaves the open segment after an error; what was synced stays. */
  abandon(): void {
    this.#segment?.abandon();
    this.#segment = undefined;
  }

  /** Marks the end of the run. */
  close(): void {
    const segment = this.#segment;
    if (!segment) return;
    try {
      this.#encoder.begin(segment.seed, this.epoch);
      this.#encoder.mark('close', new Uint8Array());
      segment.append(this.#encoder.bytes);
    } catch {
      // Without the mark the next run reports a restart instead of a stop: the safe side.
    }
    segment.close();
    this.#segment = undefined;
  }

  #begin(segment: OpenSegment, gaps: readonly LogGap[]): GroupEncoder {
    const { lastReceivedUs, devices } = this.#accepted;
    this.#encoder.begin(segment.seed, this.epoch);
    if (segment.isEmpty && lastReceivedUs !== undefined) this.#encoder.seen(lastReceivedUs, devices);
    for (const gap of gaps) this.#encoder.gap(gap);
    return this.#encoder;
  }

  #append(segment: OpenSegment): void {
    segment.append(this.#encoder.bytes);
    this.writtenBytes += this.#encoder.size;
    this.#acceptedTo = { segment: segment.ordinal, offset: segment.syncedBytes };
  }

  /** The open segment when the batch fits, otherwise a new one; a new one takes its first batch whatever the size. */
  #segmentFor(next: QueuedBatch): OpenSegment {
    const open = this.#segment;
    const hasRoom = open && (open.isEmpty || open.syncedBytes + recordBytes(next) <= this.#options.segmentBytes);
    if (hasRoom && open.namesGeneration === next.names.generation) return open;
    this.rotate();
    this.#segment = OpenSegment.create(this.#disk, {
      logId: this.logId,
      ordinal: this.#nextOrdinal++,
      createdUs: this.#options.wallUs(),
      nextSeq: this.#accepted.seq.map((seq) => seq + 1),
      pointsBefore: this.#accepted.points,
      namesGeneration: next.names.generation,
    });
    return this.#segment;
  }
}
