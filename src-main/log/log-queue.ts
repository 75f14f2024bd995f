import { decodeBatch } from '../../src-shared/domain/batch-frame.ts';
import type { PointBatch } from '../../src-shared/domain/point-batch.ts';
import { DeviceEpochs } from './device-epochs.ts';
import { laneOf, noLanes, type PerLane } from './lane.ts';
import type { RejectReason } from './log-messages.ts';
import type { LogNames } from './log-names.ts';
import { pad8, RECORD_HEADER_BYTES } from './segment/segment-format.ts';

/** A batch that is not accepted yet. */
export interface QueuedBatch {
  readonly frame: ArrayBuffer;
  readonly batch: PointBatch;
  /** What its numbers meant when it came. */
  readonly names: LogNames;
  readonly deviceUid: string;
  readonly lane: number;
  readonly epoch: number;
  readonly seq: number;
  readonly pointsBefore: number;
}

/** What became of a frame: queued, or why not. `batch` and `deviceUid` are known where the frame could be read. */
export interface Queueing {
  readonly refused?: RejectReason;
  readonly batch?: PointBatch;
  readonly deviceUid?: string;
}

/** How things stand where a frame comes. */
export interface QueueOutlook {
  readonly names: LogNames;
  /** What the log may still take beyond what waits. */
  readonly roomBytes: number;
  /** Of the log. */
  readonly epoch: number;
}

/** What a batch takes on disk. */
export const recordBytes = (queued: Pick<QueuedBatch, 'frame'>): number =>
  RECORD_HEADER_BYTES + pad8(queued.frame.byteLength);

/** Batches that wait for the next commit, each with the number it will have: bounded in bytes. */
export class LogQueue {
  readonly #capacityBytes: number;
  readonly #seq = noLanes();
  readonly #epochs = new DeviceEpochs();
  readonly #pointsBefore: number[];
  #batches: QueuedBatch[] = [];
  #bytes = 0;
  #diskBytes = 0;
  #points = 0;

  /** @param pointsBefore accepted so far over the life of the folder. */
  constructor(capacityBytes: number, pointsBefore: PerLane) {
    this.#capacityBytes = capacityBytes;
    this.#pointsBefore = [...pointsBefore];
  }

  get batches(): readonly QueuedBatch[] {
    return this.#batches;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get points(): number {
    return this.#points;
  }

  /** Takes a frame of `points` points. */
  push(frame: ArrayBuffer, points: number, { names, roomBytes, epoch: epochOfLog }: QueueOutlook): Queueing {
    let batch: PointBatch;
    try {
      batch = decodeBatch(frame);
    } catch {
      return { refused: 'damaged' };
    }
    if (batch.count !== points || points === 0) return { refused: 'damaged' };
    const deviceUid = names.device(batch.device);
    if (deviceUid === undefined || !allNamed(batch.tag, names)) return { refused: 'unnamed', batch };
    const bytes = this.#bytes + frame.byteLength;
    const diskBytes = this.#diskBytes + recordBytes({ frame });
    if (bytes > this.#capacityBytes || diskBytes > roomBytes) return { refused: 'full', batch, deviceUid };
    const lane = laneOf(deviceUid);
    const seq = ++this.#seq[lane]!;
    const epoch = this.#epochs.next(deviceUid, batch.receivedUs, epochOfLog);
    this.#batches.push({ frame, batch, names, deviceUid, lane, epoch, seq, pointsBefore: this.#pointsBefore[lane]! });
    this.#pointsBefore[lane]! += points;
    this.#bytes = bytes;
    this.#diskBytes = diskBytes;
    this.#points += points;
    return { batch, deviceUid };
  }

  /** Takes the first `count` out. */
  shift(count: number): readonly QueuedBatch[] {
    const taken = this.#batches.slice(0, count);
    this.#batches = this.#batches.slice(count);
    for (const { frame, batch } of taken) {
      this.#bytes -= frame.byteLength;
      this.#diskBytes -= recordBytes({ frame });
      this.#points -= batch.count;
    }
    return taken;
  }
}

function allNamed(tags: Uint32Array, names: LogNames): boolean {
  for (let row = 0; row < tags.length; row++) if (names.tag(tags[row]!) === undefined) return false;
  return true;
}
