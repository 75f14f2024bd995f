import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import { isDiskFull } from '../kernel/is-disk-full.ts';
import { CLOCK_STEP_US } from '../kernel/step-back.ts';
import { AcceptedPoints } from './accepted-points.ts';
import { LAST_EPOCH } from './device-epochs.ts';
import type { LogDisk } from './log-disk.ts';
import { type LogGap, recentDevices } from './log-gap.ts';
import type { LogHead, RejectReason } from './log-messages.ts';
import { encodeNames, LogNames, type Name } from './log-names.ts';
import { LogQueue, type QueuedBatch } from './log-queue.ts';
import { LogTail } from './log-tail.ts';
import { LostSpan } from './lost-span.ts';
import { type Recovered, recoverLog } from './recovery.ts';
import { LogRoom, type LogRoomOptions } from './space/log-room.ts';

export interface LogWriterOptions {
  readonly segmentBytes: number;
  readonly queueBytes: number;
  /** µs since 1970 UTC. */
  readonly wallUs: () => number;
  /** What the log may take of the disk; everything, and nothing is ever dropped, unless given. */
  readonly room?: LogRoomOptions;
}

export interface Commit {
  readonly points: number;
  readonly bytes: number;
  /** Why the rest of the queue could not be written. */
  readonly fault?: NexusError;
}

/** On a full disk a commit gives up the ballast and one segment at most: another program may take what becomes free. */
const MOST_RELIEFS = 2;
const NO_LIMITS: LogRoomOptions = { budgetBytes: Number.POSITIVE_INFINITY };

/**
 * The only writer of a log folder. `append` queues, `commit` makes durable; when to commit is the caller's business.
 * Every opening takes a new log id and, with its first batch, a new segment.
 */
export class LogWriter {
  readonly recovery: Recovered;
  readonly room: LogRoom;
  /** By how much the wall clock stood before the last point of the log when it was opened: it was set back meanwhile. */
  readonly startedBehindUs: number;
  /** Writes and syncs that went wrong on a disk that was not full, also where the next try succeeded. */
  faults = 0;
  readonly #options: LogWriterOptions;
  readonly #accepted: AcceptedPoints;
  readonly #queue: LogQueue;
  readonly #tail: LogTail;
  readonly #lost = new LostSpan();
  /** What is refused here again and again is told with the next batch that is taken, not at each refusal. */
  #isGapDue = false;
  #names = new LogNames();
  #restartGap: 'due' | 'written';

  constructor(disk: LogDisk, options: LogWriterOptions) {
    this.#options = options;
    this.recovery = recoverLog(disk);
    this.#accepted = new AcceptedPoints(this.recovery);
    this.#queue = new LogQueue(options.queueBytes, this.recovery.pointsBefore);
    this.#tail = new LogTail(disk, options, this.#accepted, this.recovery);
    this.room = new LogRoom(disk, this.#tail, this.#accepted, options.room ?? NO_LIMITS, options.wallUs);
    const { lastReceivedUs } = this.#accepted;
    this.#restartGap = lastReceivedUs === undefined ? 'written' : 'due';
    this.startedBehindUs = Math.max(0, (lastReceivedUs ?? 0) - options.wallUs());
    if (this.startedBehindUs > CLOCK_STEP_US) this.#raiseEpoch();
  }

  get logId(): string {
    return this.#tail.logId;
  }

  get head(): LogHead {
    return this.#tail.head;
  }

  /** Points that wait for the next commit. */
  get queuedPoints(): number {
    return this.#queue.points;
  }

  /** Whether a commit has something to write. Gaps alone need an open segment, otherwise they wait for the next batch. */
  get hasWork(): boolean {
    if (this.#queue.points > 0) return true;
    return this.#tail.open !== undefined && (this.#isGapDue || this.room.owed !== undefined);
  }

  /** Of a device that is new, and the least of one whose stamps go back. */
  get epoch(): number {
    return this.#tail.epoch;
  }

  /** @throws RangeError for a uid that no names record can hold. */
  names(devices: readonly Name[], tags: readonly Name[]): void {
    // A uid that cannot be written must fail here, not in every commit that needs it.
    encodeNames(devices, tags);
    this.#names = this.#names.with(devices, tags);
  }

  /** Takes a frame of `points` points into the queue, or says why not. What was refused leaves a gap in the log. */
  append(frame: ArrayBuffer, points: number): RejectReason | undefined {
    const { refused, batch, deviceUid } = this.#queue.push(frame, points, {
      names: this.#names,
      roomBytes: this.room.roomBytes,
      epoch: this.epoch,
    });
    if (refused === 'full' && batch) this.#lost.add(deviceUid, batch.receivedUs, points);
    return refused;
  }

  /** Notes points that were rejected before they came here: the next commit records the gap. */
  lost(gap: LogGap): void {
    this.#lost.join(gap);
    this.#isGapDue = true;
  }

  /** The wall clock was set by `byUs`. A step back begins a new epoch, so that no stamp is ever given out twice. */
  clockStepped(byUs: number): void {
    this.#tail.rotate();
    this.room.clockStepped(byUs);
    if (byUs < 0) this.#raiseEpoch();
  }

  /**
   * Writes and syncs what waits. After a write or a sync went wrong nothing of that segment's unsynced part is believed:
   * what was not accepted is written again into a new segment, once at once and then at the next commit.
   */
  commit(): Commit {
    let points = 0;
    let bytes = 0;
    let reliefs = 0;
    for (let faults = 0; this.hasWork; ) {
      try {
        this.room.keep();
        for (const { frame, batch } of this.#commitGroup()) {
          points += batch.count;
          bytes += frame.byteLength;
        }
      } catch (error) {
        this.#tail.abandon();
        if (!isDiskFull(error)) this.faults++;
        else if (reliefs++ < MOST_RELIEFS && this.room.makeRoom()) continue;
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
    this.room.trim(belowOrdinal);
  }

  /** Once a second: keeps the room. An error of the disk costs the open segment, and shows at the next commit. */
  tend(): void {
    try {
      this.room.tend();
    } catch (error) {
      this.#tail.abandon();
      if (!isDiskFull(error)) this.faults++;
    }
  }

  /** Commits, marks the end of the run and closes. Returns what the last commit did. */
  close(): Commit {
    const last = this.commit();
    this.#tail.close();
    return last;
  }

  #commitGroup(): readonly QueuedBatch[] {
    const [first] = this.#queue.batches;
    const gaps = [this.room.owed, first && this.#gapBefore(first), this.#lost.gap()].filter((gap) => gap !== undefined);
    const count = first ? this.#tail.write(this.#queue.batches, gaps) : 0;
    if (!first) this.#tail.writeGaps(gaps);
    else this.#restartGap = 'written';
    this.#lost.clear();
    this.#isGapDue = false;
    this.room.settled();
    const accepted = this.#queue.shift(count);
    for (const batch of accepted) this.#accepted.add(batch);
    return accepted;
  }

  #raiseEpoch(): void {
    this.#tail.epoch = Math.min(this.#tail.epoch + 1, LAST_EPOCH);
  }

  #gapBefore(first: QueuedBatch): LogGap | undefined {
    if (this.#restartGap === 'written') return undefined;
    const fromUs = this.#accepted.lastReceivedUs!;
    // Batches of several devices may arrive slightly out of the order of their stamps: none that was lost is later than now.
    const toUs = Math.max(fromUs, first.batch.receivedUs, this.#options.wallUs());
    const reason = this.recovery.previous === 'stopped' ? 'stopped' : 'restart';
    return { fromUs, toUs, reason, devices: recentDevices(this.#accepted.devices, fromUs) };
  }
}

function faultOf(error: unknown): NexusError {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const fact = isDiskFull(error)
    ? 'The disk of the project folder is full'
    : `The log could not be written (${code || String(error)})`;
  return new NexusError(
    'NX_LOG_WRITE',
    `${fact}. Values wait in memory and are written as soon as the disk takes them.`,
    { code, isDiskFull: isDiskFull(error) },
    { cause: error },
  );
}
