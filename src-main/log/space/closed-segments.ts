import { crashPoint } from '../../kernel/crash-point.ts';
import type { LogDisk, StoredSegment } from '../log-disk.ts';
import type { LogTail } from '../log-tail.ts';

/** The segments behind the open one: how much they take, and which of them no sink needs any more. */
export class ClosedSegments {
  readonly #disk: LogDisk;
  readonly #tail: LogTail;
  #list: readonly StoredSegment[] = [];
  #bytes = 0;
  /** The open segment when the folder was looked at. */
  #openOrdinal: number | undefined;
  #trimBelow = 0;

  constructor(disk: LogDisk, tail: LogTail) {
    this.#disk = disk;
    this.#tail = tail;
    this.lookAgain();
  }

  /** Rising. */
  get list(): readonly StoredSegment[] {
    this.#follow();
    return this.#list;
  }

  get bytes(): number {
    this.#follow();
    return this.#bytes;
  }

  /** The totals of the folder stand in its newest segment: until this run has written one, that one stays. */
  get droppable(): readonly StoredSegment[] {
    return this.#tail.open ? this.list : this.list.slice(0, -1);
  }

  /** After files came, went or changed their size. */
  lookAgain(): void {
    this.#openOrdinal = this.#tail.open?.ordinal;
    this.#list = this.#disk.segments().filter(({ ordinal }) => ordinal !== this.#openOrdinal);
    this.#bytes = this.#list.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Segments below this ordinal may go: no sink needs them. @throws what the disk throws. */
  trim(belowOrdinal: number): void {
    this.#trimBelow = Math.max(this.#trimBelow, belowOrdinal);
    this.removeSpent();
  }

  /** Removes what may go. Before this run has written a segment of its own that is nothing. @throws what the disk throws. */
  removeSpent(): void {
    const below = Math.min(this.#trimBelow, this.#tail.open?.ordinal ?? 0);
    const spent = this.list.filter(({ ordinal }) => ordinal < below);
    if (spent.length === 0) return;
    try {
      crashPoint('log.trim.beforeUnlink');
      for (const { ordinal } of spent) this.#disk.remove(ordinal);
      crashPoint('log.trim.afterUnlink');
      this.#disk.syncFolder();
    } finally {
      this.lookAgain();
    }
  }

  #follow(): void {
    if (this.#openOrdinal !== this.#tail.open?.ordinal) this.lookAgain();
  }
}
