import { randomUUID } from 'node:crypto';
import { decodeBatch } from '../../src-shared/domain/batch-frame.ts';
import type { PointBatch } from '../../src-shared/domain/point-batch.ts';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import { GroupEncoder } from './group-encoder.ts';
import { laneOf, noLanes, sumOf } from './lane.ts';
import type { LogDisk } from './log-disk.ts';
import { type LogGap, recentDevices } from './log-gap.ts';
import type { LogHead, RejectReason } from './log-messages.ts';
import { encodeNames, LogNames, type Name } from './log-names.ts';
import { OpenSegment } from './open-segment.ts';
import { type Recovered, recoverLog } from './recovery.ts';
import { pad8, RECORD_HEADER_BYTES } from './segment-format.ts';

export interface LogWriterOptions {
  readonly segmentBytes: number;
  readonly queueBytes: number;
  /** µs since 1970 UTC. */
  readonly wallUs: () => number;
}

/** A batch that is not accepted yet. */
export interface QueuedBatch {
  readonly frame: ArrayBuffer;
  readonly batch: PointBatch;
  /** What its numbers meant when it came. */
  readonly names: LogNames;
  readonly deviceUid: string;
  readonly lane: number;
  readonly seq: number;
  readonly pointsBefore: number;
}

export interface Commit {
  readonly points: number;
  readonly bytes: number;
  /** Why the rest of the queue could not be written. */
  readonly fault?: NexusError;
}

/** Bounds what one write needs in memory, and how long one sync takes. */
const GROUP_BYTES = 4 * 1024 * 1024;

/**
 * The only writer of a log folder. `append` queues, `commit` makes durable; when to commit is the caller's business.
 * Every opening takes a new log id and, with its first batch, a new segment.
 */
export class LogWriter {
  readonly logId = randomUUID();
  readonly recovery: Recovered;
  readonly #disk: LogDisk;
  readonly #options: LogWriterOptions;
  readonly #encoder = new GroupEncoder();
  #names = new LogNames();
  #queue: QueuedBatch[] = [];
  #queuedBytes = 0;
  #queuedPoints = 0;
  readonly #assignedSeq = noLanes();
  readonly #assignedPoints: number[];
  readonly #acceptedSeq = noLanes();
  readonly #acceptedPoints: number[];
  readonly #devices: Map<string, number>;
  #lastReceivedUs: number | undefined;
  #gap: 'due' | 'written';
  #segment: OpenSegment | undefined;
  #nextOrdinal: number;
  /** Stays where it is when a segment is abandoned, until a later one has taken something. */
  #acceptedTo: Pick<LogHead, 'segment' | 'offset'>;

  constructor(disk: LogDisk, options: LogWriterOptions) {
    this.#disk = disk;
    this.#options = options;
    this.recovery = recoverLog(disk);
    this.#nextOrdinal = this.recovery.nextOrdinal;
    this.#acceptedTo = { segment: this.#nextOrdinal, offset: 0 };
    this.#assignedPoints = [...this.recovery.pointsBefore];
    this.#acceptedPoints = [...this.recovery.pointsBefore];
    this.#devices = new Map(this.recovery.devices);
    this.#lastReceivedUs = this.recovery.lastReceivedUs;
    this.#gap = this.#lastReceivedUs === undefined ? 'written' : 'due';
  }

  get head(): LogHead {
    return { logId: this.logId, ...this.#acceptedTo, totalPoints: sumOf(this.#acceptedPoints) };
  }

  /** Points that wait for the next commit. */
  get queuedPoints(): number {
    return this.#queuedPoints;
  }

  /** @throws RangeError for a uid that no names record can hold. */
  names(devices: readonly Name[], tags: readonly Name[]): void {
    // A uid that cannot be written must fail here, not in every commit that needs it.
    encodeNames(devices, tags);
    this.#names = this.#names.with(devices, tags);
  }

  /** Takes a frame of `points` points into the queue, or says why not. */
  append(frame: ArrayBuffer, points: number): RejectReason | undefined {
    let batch: PointBatch;
    try {
      batch = decodeBatch(frame);
    } catch {
      return 'damaged';
    }
    if (batch.count !== points || points === 0) return 'damaged';
    const deviceUid = this.#names.device(batch.device);
    if (deviceUid === undefined || !this.#allNamed(batch.tag)) return 'unnamed';
    if (this.#queuedBytes + frame.byteLength > this.#options.queueBytes) return 'full';
    const lane = laneOf(deviceUid);
    const seq = ++this.#assignedSeq[lane]!;
    this.#queue.push({
      frame,
      batch,
      names: this.#names,
      deviceUid,
      lane,
      seq,
      pointsBefore: this.#assignedPoints[lane]!,
    });
    this.#assignedPoints[lane]! += points;
    this.#queuedBytes += frame.byteLength;
    this.#queuedPoints += points;
    return undefined;
  }

  /**
   * Writes and syncs what waits. After a write or a sync went wrong nothing of that segment's unsynced part is believed:
   * what was not accepted is written again into a new segment, once at once and then at the next commit.
   */
  commit(): Commit {
    let points = 0;
    let bytes = 0;
    for (let faults = 0; this.#queue.length > 0; ) {
      try {
        const accepted = this.#commitGroup();
        points += accepted.points;
        bytes += accepted.bytes;
      } catch (error) {
        this.#segment?.abandon();
        this.#segment = undefined;
        if (++faults === 2) return { points, bytes, fault: faultOf(error) };
      }
    }
    return { points, bytes };
  }

  /**
   * Removes segments below `belowOrdinal`, oldest first. Before this run has written a segment of its own the totals of
   * the folder stand in the older ones only: then nothing is removed.
   */
  trim(belowOrdinal: number): void {
    const below = Math.min(belowOrdinal, this.#segment?.ordinal ?? 0);
    const spent = this.#disk.list().filter((ordinal) => ordinal < below);
    for (const ordinal of spent) this.#disk.remove(ordinal);
    if (spent.length > 0) this.#disk.syncFolder();
  }

  /** Commits, marks the end of the run and closes. Returns what the last commit did. */
  close(): Commit {
    const last = this.commit();
    if (!this.#segment) return last;
    try {
      this.#encoder.begin(this.#segment.seed);
      this.#encoder.mark('close', new Uint8Array());
      this.#segment.append(this.#encoder.bytes);
    } catch {
      // Without the mark the next run reports a restart instead of a stop: the safe side.
    }
    this.#segment.close();
    this.#segment = undefined;
    return last;
  }

  #allNamed(tags: Uint32Array): boolean {
    for (let row = 0; row < tags.length; row++) if (this.#names.tag(tags[row]!) === undefined) return false;
    return true;
  }

  #commitGroup(): { points: number; bytes: number } {
    const segment = this.#segmentFor(this.#queue[0]!);
    const encoder = this.#encoder;
    encoder.begin(segment.seed);
    const gap = this.#gapBefore(this.#queue[0]!);
    if (segment.isEmpty && this.#lastReceivedUs !== undefined) encoder.seen(this.#lastReceivedUs, this.#devices);
    if (gap) encoder.gap(gap);
    const limit = Math.min(GROUP_BYTES, this.#options.segmentBytes - segment.syncedBytes);
    const fits = (next: QueuedBatch): boolean =>
      next.names.generation === segment.namesGeneration && encoder.size + recordBytes(next) <= limit;
    let count = 0;
    do encoder.batch(this.#queue[count++]!, segment);
    while (count < this.#queue.length && fits(this.#queue[count]!));
    segment.append(encoder.bytes);
    this.#acceptedTo = { segment: segment.ordinal, offset: segment.syncedBytes };
    this.#gap = 'written';
    return this.#accept(count);
  }

  /** The open segment when the batch fits, otherwise a new one; a new one takes its first batch whatever the size. */
  #segmentFor(next: QueuedBatch): OpenSegment {
    const open = this.#segment;
    const hasRoom = open && (open.isEmpty || open.syncedBytes + recordBytes(next) <= this.#options.segmentBytes);
    if (hasRoom && open.namesGeneration === next.names.generation) return open;
    open?.close();
    this.#segment = undefined;
    this.#segment = OpenSegment.create(this.#disk, {
      logId: this.logId,
      ordinal: this.#nextOrdinal++,
      createdUs: this.#options.wallUs(),
      nextSeq: this.#acceptedSeq.map((seq) => seq + 1),
      pointsBefore: this.#acceptedPoints,
      namesGeneration: next.names.generation,
    });
    return this.#segment;
  }

  #gapBefore(first: QueuedBatch): LogGap | undefined {
    if (this.#gap === 'written') return undefined;
    const fromUs = this.#lastReceivedUs!;
    // Batches of several devices may arrive slightly out of the order of their stamps: none that was lost is later than now.
    const toUs = Math.max(first.batch.receivedUs, this.#options.wallUs());
    const reason = this.recovery.previous === 'stopped' ? 'stopped' : 'restart';
    return { fromUs, toUs, reason, devices: recentDevices(this.#devices, fromUs) };
  }

  #accept(count: number): { points: number; bytes: number } {
    const accepted = this.#queue.slice(0, count);
    this.#queue = this.#queue.slice(count);
    let points = 0;
    let bytes = 0;
    for (const { frame, batch, deviceUid, lane, seq } of accepted) {
      points += batch.count;
      bytes += frame.byteLength;
      this.#acceptedSeq[lane] = seq;
      this.#acceptedPoints[lane]! += batch.count;
      this.#devices.set(deviceUid, batch.receivedUs);
      this.#lastReceivedUs = batch.receivedUs;
    }
    this.#queuedPoints -= points;
    this.#queuedBytes -= bytes;
    return { points, bytes };
  }
}

const recordBytes = (queued: QueuedBatch): number => RECORD_HEADER_BYTES + pad8(queued.frame.byteLength);

function faultOf(error: unknown): NexusError {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const fact =
    code === 'ENOSPC'
      ? 'The disk of the project folder is full'
      : `The log could not be written (${code || String(error)})`;
  return new NexusError(
    'NX_LOG_WRITE',
    `${fact}. Values wait in memory and are written as soon as the disk takes them.`,
    { code },
    { cause: error },
  );
}
