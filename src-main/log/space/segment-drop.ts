import type { AcceptedPoints } from '../accepted-points.ts';
import { sumOf } from '../lane.ts';
import type { LogDisk } from '../log-disk.ts';
import { boundRuns, type DroppedRun, droppedRunOf, joinRuns, type LogGap } from '../log-gap.ts';
import type { LogTail } from '../log-tail.ts';
import type { SegmentHeader } from '../segment/segment-format.ts';
import { headerOf } from '../segment/segment-scanner.ts';
import { type SegmentSummary, summarise } from '../segment/segment-summary.ts';

interface Doomed {
  readonly run: DroppedRun;
  readonly summary: SegmentSummary;
  /** Where the numbering stands behind it. */
  readonly endPoints: number;
}

/**
 * Removes segments that a sink might still need: counted to the point, and recorded as a gap in the log itself. Always
 * the oldest ones, so that what a reader missed lies directly behind what it has read.
 */
export class SegmentDrop {
  /** Points that were in the segments removed so far in this run. */
  droppedPoints = 0;
  readonly #disk: LogDisk;
  readonly #tail: LogTail;
  readonly #accepted: AcceptedPoints;
  #owed: LogGap | undefined;
  /** The last segment removed, and where the numbering stood behind it. */
  #last = { ordinal: 0, endPoints: 0 };

  constructor(disk: LogDisk, tail: LogTail, accepted: AcceptedPoints) {
    this.#disk = disk;
    this.#tail = tail;
    this.#accepted = accepted;
  }

  /** The record of removals that found no room on the disk: to be written with the next group. */
  get owed(): LogGap | undefined {
    return this.#owed;
  }

  /**
   * The record is written and synced before anything is removed; without an open segment to take it nothing happens.
   * @throws what the disk throws while it is written.
   * @returns why a file could not be removed; it is there as before.
   */
  recordAndRemove(ordinals: readonly number[]): Error | undefined {
    const doomed = this.#doom(ordinals);
    const gap = gapOf(doomed);
    if (gap && !this.#tail.writeGaps([withOwed(this.#owed, gap)])) return undefined;
    if (gap) this.#owed = undefined;
    return this.#remove(doomed);
  }

  /** For a disk without any room: the record is owed until the room is used. @returns as `recordAndRemove` does. */
  removeAndOwe(ordinals: readonly number[]): Error | undefined {
    const doomed = this.#doom(ordinals);
    const gap = gapOf(doomed);
    if (gap) this.#owed = withOwed(this.#owed, gap);
    return this.#remove(doomed);
  }

  /** After the group with the owed record is on the medium. */
  settled(): void {
    this.#owed = undefined;
  }

  #doom(ordinals: readonly number[]): Doomed[] {
    const doomed: Doomed[] = [];
    // From the newest to the oldest: each one ends where the next sound one begins.
    let next = this.#headerBehind(ordinals.at(-1) ?? 0);
    for (const [i, ordinal] of [...ordinals.entries()].toReversed()) {
      const summary = summarise(this.#disk, ordinal, next);
      if (!summary) continue;
      const { header } = summary;
      const endPoints = next ? sumOf(next.pointsBefore) : this.#accepted.total;
      const endUs = next?.createdUs ?? this.#accepted.lastReceivedUs ?? 0;
      const followsLast = i === 0 && this.#last.ordinal === ordinal - 1;
      const beginPoints = header ? sumOf(header.pointsBefore) : followsLast ? this.#last.endPoints : endPoints;
      const [fromUs, toUs] = Number.isNaN(summary.toUs) ? [endUs, endUs] : [summary.fromUs, summary.toUs];
      const points = Math.max(0, endPoints - beginPoints);
      doomed.unshift({ run: { fromSegment: ordinal, toSegment: ordinal, fromUs, toUs, points }, summary, endPoints });
      next = header ?? next;
    }
    return doomed;
  }

  /** Of the first sound segment behind `ordinal`. */
  #headerBehind(ordinal: number): SegmentHeader | undefined {
    for (const later of this.#disk.list()) {
      const header = later > ordinal ? headerOf(this.#disk, later) : undefined;
      if (header) return header;
    }
    return undefined;
  }

  #remove(doomed: readonly Doomed[]): Error | undefined {
    try {
      for (const { run, endPoints } of doomed) {
        this.#disk.remove(run.fromSegment);
        this.droppedPoints += run.points;
        this.#last = { ordinal: run.toSegment, endPoints };
      }
      this.#disk.syncFolder();
      return undefined;
    } catch (error) {
      return error as Error;
    }
  }
}

/** Undefined when nothing is lost: of a power cut a segment with nothing but a header may be left. */
function gapOf(all: readonly Doomed[]): LogGap | undefined {
  const doomed = all.filter(({ run, summary }) => run.points > 0 || summary.earlier.length > 0);
  if (doomed.length === 0) return undefined;
  const earlier = boundRuns(doomed.flatMap(({ summary }) => summary.earlier));
  const devices = new Map<string, number>();
  for (const { summary } of doomed)
    for (const [uid, us] of summary.devices) if (!devices.has(uid)) devices.set(uid, us);
  return {
    ...joinRuns(doomed.map(({ run }) => run)),
    reason: 'dropped',
    devices,
    ...(earlier.length > 0 && { earlier }),
  };
}

function withOwed(owed: LogGap | undefined, gap: LogGap): LogGap {
  const run = owed && droppedRunOf(owed);
  if (!run) return gap;
  return { ...gap, earlier: boundRuns([...(owed.earlier ?? []), run, ...(gap.earlier ?? [])]) };
}
