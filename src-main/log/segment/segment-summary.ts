import { decodeBatch } from '../../../src-shared/domain/batch-frame.ts';
import type { PerLane } from '../lane.ts';
import type { LogDisk } from '../log-disk.ts';
import { type DroppedRun, decodeGap, decodeSeen, droppedRunOf, type SeenDevices } from '../log-gap.ts';
import { decodeNames, LogNames } from '../log-names.ts';
import type { SegmentHeader } from './segment-format.ts';
import { type ScannedRecord, SegmentScanner } from './segment-scanner.ts';

/** What is lost when a segment is removed. */
export interface SegmentSummary {
  /** Undefined when it is damaged. */
  readonly header: SegmentHeader | undefined;
  /** The last point before the segment, and its newest one; both NaN when nothing in it can be read. */
  readonly fromUs: number;
  readonly toUs: number;
  /** When each of its devices was last heard before, where that is known. */
  readonly devices: SeenDevices;
  /** Runs that were dropped before and are told of here. */
  readonly earlier: readonly DroppedRun[];
}

/**
 * Reads a closed segment to its end.
 * @param next the header behind it: what was written but not accepted in this segment stands there again.
 * @returns undefined when the segment is gone.
 */
export function summarise(disk: LogDisk, ordinal: number, next?: SegmentHeader): SegmentSummary | undefined {
  const file = disk.open(ordinal);
  if (!file) return undefined;
  try {
    const scanner = new SegmentScanner(file, ordinal);
    const endSeq = next && next.logId === scanner.header?.logId ? next.nextSeq : undefined;
    const reading = new SummaryReading(endSeq);
    const { sizeBytes } = file;
    for (let record = scanner.next(sizeBytes); record; record = scanner.next(sizeBytes)) reading.take(record);
    return reading.summary(scanner.header);
  } finally {
    file.close();
  }
}

class SummaryReading {
  #fromUs = Number.NaN;
  #toUs = Number.NaN;
  #names = new LogNames();
  #seen: SeenDevices = new Map();
  readonly #devices = new Map<string, number>();
  readonly #earlier: DroppedRun[] = [];
  readonly #endSeq: PerLane | undefined;

  constructor(endSeq: PerLane | undefined) {
    this.#endSeq = endSeq;
  }

  take(record: ScannedRecord): void {
    const payload = (): Buffer => Buffer.from(record.buffer, record.payloadAt, record.payloadBytes);
    switch (record.kind) {
      case 'seen': {
        const { receivedUs, devices } = decodeSeen(payload());
        this.#seen = devices;
        return this.#cover(receivedUs, receivedUs);
      }
      case 'names': {
        const { devices, tags } = decodeNames(payload());
        this.#names = this.#names.with(devices, tags);
        return undefined;
      }
      case 'gap': {
        const gap = decodeGap(payload());
        const run = droppedRunOf(gap);
        if (run) this.#earlier.push(...(gap.earlier ?? []), run);
        // The gap of a restart lies between the last point before and the first one here: it is covered anyway.
        else if (gap.reason === 'dropped') this.#cover(gap.fromUs, gap.toUs);
        return undefined;
      }
      case 'batch': {
        if (this.#endSeq && record.seq >= this.#endSeq[record.lane]!) return undefined;
        const { receivedUs, device } = decodeBatch(record.buffer, record.payloadAt, record.payloadBytes);
        const uid = this.#names.device(device);
        const lastUs = uid === undefined ? undefined : this.#seen.get(uid);
        if (uid !== undefined && lastUs !== undefined) this.#devices.set(uid, lastUs);
        return this.#cover(receivedUs - 1, receivedUs);
      }
      case 'close':
        return undefined;
    }
  }

  summary(header: SegmentHeader | undefined): SegmentSummary {
    return { header, fromUs: this.#fromUs, toUs: this.#toUs, devices: this.#devices, earlier: this.#earlier };
  }

  #cover(fromUs: number, toUs: number): void {
    if (!(this.#fromUs <= fromUs)) this.#fromUs = fromUs;
    if (!(this.#toUs >= toUs)) this.#toUs = toUs;
  }
}
