import type { PointBatch } from '../../src-shared/domain/point-batch.ts';
import { encodeGap, encodeSeen, type LogGap, recentDevices, type SeenDevices } from './log-gap.ts';
import { encodeNames, type LogNames } from './log-names.ts';
import type { OpenSegment } from './segment/open-segment.ts';
import { pad8, RECORD_HEADER_BYTES, type RecordHead, type RecordKind, writeRecord } from './segment/segment-format.ts';

/** Builds the records that one write and one sync carry, in a buffer that is kept from group to group. */
export class GroupEncoder {
  #buffer = Buffer.allocUnsafe(256 * 1024);
  #size = 0;
  #seed = 0;
  #epoch = 0;

  get size(): number {
    return this.#size;
  }

  /** The records so far; good until the next `begin`. */
  get bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#size);
  }

  /** @param epoch stands in every record of the group that is not a batch. */
  begin(seed: number, epoch: number): void {
    this.#size = 0;
    this.#seed = seed;
    this.#epoch = epoch;
  }

  seen(receivedUs: number, devices: SeenDevices): void {
    this.mark('seen', encodeSeen(receivedUs, recentDevices(devices, receivedUs)));
  }

  gap(gap: LogGap): void {
    this.mark('gap', encodeGap(gap));
  }

  /** A batch as its frame came, after the names that its segment still lacks. */
  batch(
    queued: Pick<RecordHead, 'lane' | 'epoch' | 'seq' | 'pointsBefore'> & {
      readonly frame: ArrayBuffer;
      readonly batch: PointBatch;
      readonly names: LogNames;
    },
    segment: OpenSegment,
  ): void {
    const { frame, batch, names, lane, epoch, seq, pointsBefore } = queued;
    const missing = segment.missingNames(batch.device, batch.tag, names);
    if (missing) this.mark('names', encodeNames(missing.devices, missing.tags));
    this.#add({ kind: 'batch', lane, epoch, points: batch.count, seq, pointsBefore }, new Uint8Array(frame));
  }

  /** A record that counts no points. */
  mark(kind: Exclude<RecordKind, 'batch'>, payload: Uint8Array): void {
    this.#add({ kind, lane: 0, epoch: this.#epoch, points: 0, seq: 0, pointsBefore: 0 }, payload);
  }

  #add(head: RecordHead, payload: Uint8Array): void {
    const end = this.#size + RECORD_HEADER_BYTES + pad8(payload.length);
    if (end > this.#buffer.length) {
      const grown = Buffer.allocUnsafe(Math.max(end, this.#buffer.length * 2));
      grown.set(this.bytes);
      this.#buffer = grown;
    }
    this.#size = writeRecord(this.#buffer, this.#size, head, payload, this.#seed);
  }
}
