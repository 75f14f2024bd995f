import { decodeBatch } from '../../src-shared/domain/batch-frame.ts';
import type { PointBatch } from '../../src-shared/domain/point-batch.ts';
import { noLanes, type PerLane, sumOf } from './lane.ts';
import type { LogDisk, SegmentFile } from './log-disk.ts';
import { decodeGap, type LogGap } from './log-gap.ts';
import type { LogHead } from './log-messages.ts';
import { decodeNames, LogNames } from './log-names.ts';
import { MissedSegments } from './segment/missed-segments.ts';
import type { SegmentHeader } from './segment/segment-format.ts';
import { headerOf, type ScannedRecord, SegmentScanner } from './segment/segment-scanner.ts';

/** An accepted batch; `batch` is a view into the reader's buffer, good until the next record is asked for. */
export interface BatchRecord {
  readonly kind: 'batch';
  readonly logId: string;
  readonly segment: number;
  readonly lane: number;
  readonly seq: number;
  readonly epoch: number;
  readonly batch: PointBatch;
  readonly names: LogNames;
}

export interface GapRecord {
  readonly kind: 'gap';
  readonly logId: string;
  readonly segment: number;
  /** Of segments that were dropped only the part that this reader had not read. */
  readonly gap: LogGap;
}

interface Current {
  readonly ordinal: number;
  readonly file: SegmentFile;
  readonly scanner: SegmentScanner;
  /** Per lane, the first number that a later segment of the same log repeats; known once this one is closed. */
  readonly endSeq: number[];
}

/**
 * Reads a log folder in order, from its oldest segment to the head it is given, and goes on from there when the head
 * moves. Each accepted batch comes once per reader. Damaged records are passed over and counted.
 */
export class LogReader {
  readonly #disk: LogDisk;
  #current: Current | undefined;
  /** The last segment that was read to its end. */
  #doneOrdinal = 0;
  #logId = '';
  /** Kept from segment to segment, so that a damaged names record costs as little as a damaged batch. */
  #names = new LogNames();
  #position: number[] | undefined;
  #startPoints = 0;
  #missingPoints = 0;
  #repeatedPoints = 0;
  #damagedPlaces = 0;
  readonly #missed = new MissedSegments();
  /** Of the last record, still to be handed out. */
  readonly #gaps: GapRecord[] = [];
  /** `receivedUs` of the last batch that was read. */
  #lastUs: number | undefined;
  #segmentPoints: PerLane | undefined;

  /**
   * @param from the first segment to read; a reader that kept no place begins at the oldest one.
   * @param pointsBefore `segmentPoints` of that segment, where the reader kept it: what is gone of the log since then
   * is then counted as missing.
   */
  constructor(disk: LogDisk, from = 1, pointsBefore?: PerLane) {
    this.#disk = disk;
    this.#doneOrdinal = from - 1;
    if (pointsBefore) {
      this.#position = [...pointsBefore];
      this.#startPoints = sumOf(pointsBefore);
    }
  }

  /** The segment being read, or the next one that will be. */
  get segment(): number {
    return this.#current?.ordinal ?? this.#doneOrdinal + 1;
  }

  /** Points of the folder's whole life that lie behind this reader; undefined before the first readable segment. */
  get positionPoints(): number | undefined {
    return this.#position && sumOf(this.#position);
  }

  /** Points per lane that the folder had accepted before `segment`; undefined before the first readable one. */
  get segmentPoints(): PerLane | undefined {
    return this.#segmentPoints;
  }

  /** Points that had been trimmed away before this reader's first segment. */
  get startPoints(): number {
    return this.#startPoints;
  }

  /** Points that the numbering counts and no sound record holds any more. */
  get missingPoints(): number {
    return this.#missingPoints;
  }

  /** Points by which the numbering went back: the folder was put back to an older state while this reader was open. */
  get repeatedPoints(): number {
    return this.#repeatedPoints;
  }

  get damagedPlaces(): number {
    return this.#damagedPlaces + (this.#current?.scanner.damagedPlaces ?? 0);
  }

  /** The next batch or gap before `head`; undefined when the reader has caught up. */
  next(head: LogHead): BatchRecord | GapRecord | undefined {
    const gap = this.#gaps.shift();
    if (gap) return gap;
    for (;;) {
      const current = (this.#current ??= this.#openNext(head));
      if (!current) return undefined;
      const isHead = current.ordinal >= head.segment;
      const limit = isHead ? head.offset : current.file.sizeBytes;
      if (!isHead) this.#learnEnd(current);
      for (let record = current.scanner.next(limit); record; record = current.scanner.next(limit)) {
        const taken = this.#take(current, record);
        if (taken) return taken;
      }
      if (isHead) return undefined;
      current.scanner.finish(limit);
      this.#leave(current);
    }
  }

  close(): void {
    this.#current?.file.close();
    this.#current = undefined;
  }

  #openNext(head: LogHead): Current | undefined {
    for (const ordinal of this.#disk.list()) {
      if (ordinal <= this.#doneOrdinal || ordinal > head.segment || (ordinal === head.segment && head.offset === 0))
        continue;
      const file = this.#disk.open(ordinal);
      if (!file) continue;
      const scanner = new SegmentScanner(file, ordinal);
      this.#missed.gone(this.#doneOrdinal + 1, ordinal - 1);
      if (scanner.header) {
        const missingBefore = this.#position && this.#missingPoints;
        this.#enter(scanner.header);
        const missing = missingBefore === undefined ? undefined : this.#missingPoints - missingBefore;
        this.#missed.found(missing, this.#lastUs);
        return { ordinal, file, scanner, endSeq: [] };
      }
      file.close();
      this.#damagedPlaces++;
      this.#doneOrdinal = ordinal;
    }
    return undefined;
  }

  #enter(header: SegmentHeader): void {
    if (header.logId !== this.#logId || header.namesGeneration !== this.#names.generation) {
      this.#names = new LogNames(header.namesGeneration);
    }
    this.#logId = header.logId;
    this.#segmentPoints = header.pointsBefore;
    if (!this.#position) {
      this.#position = [...header.pointsBefore];
      this.#startPoints = sumOf(header.pointsBefore);
      return;
    }
    for (const [lane, points] of header.pointsBefore.entries()) this.#moveTo(lane, points);
  }

  #moveTo(lane: number, points: number): void {
    const jump = points - this.#position![lane]!;
    if (jump > 0) this.#missingPoints += jump;
    else this.#repeatedPoints -= jump;
    this.#position![lane] = points;
  }

  #leave(current: Current): void {
    this.#damagedPlaces += current.scanner.damagedPlaces;
    this.#doneOrdinal = current.ordinal;
    this.close();
  }

  /** Finds where the next segment of the same log takes over, once there is one. */
  #learnEnd(current: Current): void {
    if (current.endSeq.length > 0) return;
    current.endSeq.push(...noLanes().fill(Number.POSITIVE_INFINITY));
    const later = this.#disk.list().filter((ordinal) => ordinal > current.ordinal);
    for (const ordinal of later) {
      const header = headerOf(this.#disk, ordinal);
      if (!header) continue;
      if (header.logId === this.#logId) current.endSeq.splice(0, header.nextSeq.length, ...header.nextSeq);
      return;
    }
  }

  #take(current: Current, record: ScannedRecord): BatchRecord | GapRecord | undefined {
    const { ordinal: segment } = current;
    const payload = (): Buffer => Buffer.from(record.buffer, record.payloadAt, record.payloadBytes);
    if (record.kind === 'gap') {
      const logId = this.#logId;
      const [first, ...more] = this.#missed.claim(decodeGap(payload()));
      this.#gaps.push(...more.map((gap) => ({ kind: 'gap', logId, segment, gap }) as const));
      return first && { kind: 'gap', logId, segment, gap: first };
    }
    if (record.kind === 'names') {
      const added = decodeNames(payload());
      this.#names = this.#names.with(added.devices, added.tags);
    }
    if (record.kind !== 'batch') return undefined;
    const { lane, seq, epoch } = record;
    // Written, not accepted, and written again after a fault of the disk: the later copy counts.
    if (seq >= (current.endSeq[lane] ?? Number.POSITIVE_INFINITY)) return undefined;
    this.#moveTo(lane, record.pointsBefore);
    this.#position![lane]! += record.points;
    const batch = decodeBatch(record.buffer, record.payloadAt, record.payloadBytes);
    this.#lastUs = batch.receivedUs;
    return { kind: 'batch', logId: this.#logId, segment, lane, seq, epoch, batch, names: this.#names };
  }
}
