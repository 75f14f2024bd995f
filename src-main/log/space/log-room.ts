import type { AcceptedPoints } from '../accepted-points.ts';
import type { DiskSpace, LogDisk, StoredSegment } from '../log-disk.ts';
import type { LogGap } from '../log-gap.ts';
import type { LogTail } from '../log-tail.ts';
import { Ballast } from './ballast.ts';
import { ClosedSegments } from './closed-segments.ts';
import { DiskShare } from './disk-share.ts';
import { SegmentAge } from './segment-age.ts';
import { SegmentDrop } from './segment-drop.ts';

/** What happens when the log has used up its room: whole oldest segments go, or nothing new is taken. */
export type WhenFull = 'drop_oldest' | 'reject_new';

export interface LogRoomOptions {
  /** What all segments together may take. */
  readonly budgetBytes: number;
  /** Beside the budget; none unless given. */
  readonly ballastBytes?: number;
  /** Segments whose newest point is older are dropped. */
  readonly maxAgeMs?: number;
  readonly whenFull?: WhenFull;
  /** Below this the disk counts as low; 512 MiB or 5 % of it, whichever is more, unless given. */
  readonly lowDiskBytes?: number;
}

/** Segments dropped at a time, so that a budget that was cut down keeps no value waiting for seconds. */
const LONGEST_RUN = 4;
/** Sinks are asked to let go from here on, of as much as brings the log back to there. */
const PRESSURE_FROM = 0.8;
const PRESSURE_TO = 0.7;
/** Looks after which one more segment is given up although others took the room of the last one. */
const SACRIFICE_LOOKS = 10;

/** Keeps the log within its budget and off a disk that has no room for it. */
export class LogRoom {
  readonly whenFull: WhenFull;
  readonly #disk: LogDisk;
  readonly #tail: LogTail;
  readonly #drop: SegmentDrop;
  readonly #age: SegmentAge | undefined;
  readonly #share: DiskShare;
  readonly #segments: ClosedSegments;
  #removalFault: Error | undefined;
  /** Calls of `tend`: seconds, about. */
  #looks = 0;
  /** The last segment that went on a full disk. */
  #sacrifice = { bytes: 0, writtenBytes: 0, look: 0 };

  constructor(disk: LogDisk, tail: LogTail, accepted: AcceptedPoints, options: LogRoomOptions, wallUs: () => number) {
    this.whenFull = options.whenFull ?? 'drop_oldest';
    this.#disk = disk;
    this.#tail = tail;
    this.#drop = new SegmentDrop(disk, tail, accepted);
    this.#age = options.maxAgeMs === undefined ? undefined : new SegmentAge(disk, options.maxAgeMs * 1_000, wallUs);
    this.#share = new DiskShare(options, new Ballast(disk, options.ballastBytes ?? 0));
    this.#segments = new ClosedSegments(disk, tail);
  }

  get usedBytes(): number {
    return this.#segments.bytes + (this.#tail.open?.bytes ?? 0);
  }

  /** The budget of the moment: on a low disk only a part of the configured one. */
  get budgetBytes(): number {
    return this.#share.budgetBytes;
  }

  /** True while the disk has so little room that the budget is cut down. */
  get isLow(): boolean {
    return this.#share.isLow;
  }

  get space(): DiskSpace {
    return this.#share.space;
  }

  get droppedPoints(): number {
    return this.#drop.droppedPoints;
  }

  /** Why an old segment could not be removed at the last try; tried again once a second. */
  get removalFault(): Error | undefined {
    return this.#removalFault;
  }

  /** What new batches may still take before they are refused. */
  get roomBytes(): number {
    return this.whenFull === 'reject_new' ? this.budgetBytes - this.usedBytes : Number.POSITIVE_INFINITY;
  }

  /** Closed segments, rising. */
  get closed(): readonly StoredSegment[] {
    return this.#segments.list;
  }

  /** A record of removed segments that is to be written with the next group. */
  get owed(): LogGap | undefined {
    return this.#drop.owed;
  }

  /** After that group is on the medium. */
  settled(): void {
    this.#drop.settled();
  }

  /** From 80 % of the budget on: the ordinal below which segments must go to come back to 70 %. */
  get pressureBelow(): number | undefined {
    if (this.usedBytes < this.budgetBytes * PRESSURE_FROM) return undefined;
    let left = this.usedBytes;
    for (const { ordinal, bytes } of this.closed) {
      if (left <= this.budgetBytes * PRESSURE_TO) return ordinal;
      left -= bytes;
    }
    return this.#tail.open?.ordinal;
  }

  /** After files came, went or changed their size. */
  lookAgain(): void {
    this.#segments.lookAgain();
  }

  /** Segments below this ordinal may go: no sink needs them. @throws what the disk throws. */
  trim(belowOrdinal: number): void {
    this.#segments.trim(belowOrdinal);
  }

  /** Before each group: removes what may go, and then what must. @throws what the disk throws. */
  keep(): void {
    this.#removeSpent();
    if (this.whenFull === 'reject_new' || this.usedBytes <= this.budgetBytes) return;
    // Nothing is dropped for want of room that has come back meanwhile.
    if (this.isLow) this.#share.learn(this.#space());
    this.#dropTo(this.budgetBytes);
  }

  /** Once a second: what depends on the disk and on time. @throws what the disk throws while a record is written. */
  tend(): void {
    this.lookAgain();
    this.#looks++;
    this.#share.look(this.#space());
    this.#removalFault = undefined;
    this.keep();
    this.#dropAged();
    this.#share.tendBallast();
  }

  /** The wall clock was set by `byUs`: no point got older by that. */
  clockStepped(byUs: number): void {
    this.#age?.clockStepped(byUs, this.#disk.list().at(-1) ?? 0);
  }

  /** After the disk said that it is full. @returns true when something was given up, and writing is worth another try. */
  makeRoom(): boolean {
    try {
      if (this.#share.giveUpBallast()) return true;
      if (this.whenFull === 'reject_new' || !Number.isFinite(this.budgetBytes)) return false;
      this.lookAgain();
      const oldest = this.#segments.droppable[0];
      if (!oldest || !this.#maySacrifice(oldest.bytes)) return false;
      // Not even the record of it would find room now.
      this.#removalFault = this.#drop.removeAndOwe([oldest.ordinal]);
      this.lookAgain();
    } catch (error) {
      this.#removalFault = error as Error;
    }
    return this.#removalFault === undefined;
  }

  /**
   * Below the least budget a segment is given up only when the room of the one before was really used for new values:
   * a program that takes all that becomes free must not eat up the whole backlog.
   */
  #maySacrifice(bytes: number): boolean {
    const { writtenBytes } = this.#tail;
    const last = this.#sacrifice;
    const wasUsed = writtenBytes - last.writtenBytes >= last.bytes / 2;
    if (this.usedBytes <= this.#share.leastBytes && !wasUsed && this.#looks - last.look < SACRIFICE_LOOKS) return false;
    this.#sacrifice = { bytes, writtenBytes, look: this.#looks };
    return true;
  }

  #space(): DiskSpace {
    try {
      return this.#disk.space();
    } catch {
      // A file system that cannot say how full it is counts as empty: it says so itself when it is full.
      return { freeBytes: Number.POSITIVE_INFINITY, totalBytes: Number.POSITIVE_INFINITY };
    }
  }

  #removeSpent(): void {
    if (this.#removalFault !== undefined) return;
    try {
      this.#segments.removeSpent();
    } catch (error) {
      this.#removalFault = error as Error;
    }
  }

  #dropTo(bytes: number): void {
    let excess = this.usedBytes - bytes;
    if (excess <= 0 || !this.#tail.open) return;
    const doomed: number[] = [];
    for (const segment of this.#segments.droppable.slice(0, LONGEST_RUN)) {
      doomed.push(segment.ordinal);
      excess -= segment.bytes;
      if (excess <= 0) break;
    }
    this.#dropAll(doomed);
  }

  #dropAged(): void {
    if (!this.#age || !this.#tail.open) return;
    const fresh = this.#segments.droppable.slice(0, LONGEST_RUN);
    const end = fresh.findIndex(({ ordinal }) => !this.#age!.isOver(ordinal));
    this.#dropAll(fresh.slice(0, end < 0 ? fresh.length : end).map(({ ordinal }) => ordinal));
  }

  #dropAll(ordinals: readonly number[]): void {
    // A file that cannot be removed now must not cost a record at every commit.
    if (ordinals.length === 0 || this.#removalFault !== undefined) return;
    try {
      this.#removalFault = this.#drop.recordAndRemove(ordinals);
    } finally {
      this.lookAgain();
    }
  }
}
