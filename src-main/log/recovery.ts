import { decodeBatch } from '../../src-shared/domain/batch-frame.ts';
import { crashPoint } from '../kernel/crash-point.ts';
import { noLanes, type PerLane } from './lane.ts';
import type { LogDisk } from './log-disk.ts';
import { decodeSeen } from './log-gap.ts';
import { decodeNames, LogNames } from './log-names.ts';
import { type ScannedRecord, SegmentScanner } from './segment/segment-scanner.ts';

/** What is known of the earlier life of a log folder. */
export interface Recovered {
  readonly nextOrdinal: number;
  /** Points accepted so far, over the whole life of the folder. */
  readonly pointsBefore: PerLane;
  /** How the run before ended: `new` means that there was none. */
  readonly previous: 'new' | 'stopped' | 'restart';
  /** `receivedUs` of the last accepted batch. */
  readonly lastReceivedUs: number | undefined;
  /** The highest of any record that was read. */
  readonly epoch: number;
  readonly devices: ReadonlyMap<string, number>;
  readonly segments: number;
  readonly damagedSegments: number;
  readonly damagedPlaces: number;
  readonly damagedBytes: number;
}

/**
 * Reads the newest segments, back to the first that holds a batch: normally one. Damaged bytes are counted and passed
 * over, never a reason not to start. Nothing on disk is changed: a run never appends behind a tail that may be torn.
 */
export function recoverLog(disk: LogDisk): Recovered {
  const ordinals = disk.list();
  const state = new RecoveryState();
  for (const ordinal of ordinals.toReversed()) {
    if (state.absorb(disk, ordinal) === 'complete') break;
  }
  crashPoint('log.recover.afterRead');
  return {
    nextOrdinal: (ordinals.at(-1) ?? 0) + 1,
    pointsBefore: state.pointsBefore ?? noLanes(),
    previous: ordinals.length === 0 ? 'new' : state.isClosed ? 'stopped' : 'restart',
    lastReceivedUs: state.lastReceivedUs,
    epoch: state.epoch,
    devices: state.devices,
    segments: ordinals.length,
    damagedSegments: state.damagedSegments,
    damagedPlaces: state.damagedPlaces,
    damagedBytes: state.damagedBytes,
  };
}

class RecoveryState {
  pointsBefore: number[] | undefined;
  /** True when the newest segment ends with a close record. */
  isClosed = false;
  lastReceivedUs: number | undefined;
  epoch = 0;
  devices = new Map<string, number>();
  damagedSegments = 0;
  damagedPlaces = 0;
  damagedBytes = 0;
  #isNewest = true;

  absorb(disk: LogDisk, ordinal: number): 'complete' | 'look-further-back' {
    const file = disk.open(ordinal);
    if (!file) return 'look-further-back';
    try {
      const scanner = new SegmentScanner(file, ordinal);
      const found = scanner.header ? this.#read(scanner, file.sizeBytes) : 'look-further-back';
      if (!scanner.header) this.damagedSegments++;
      this.damagedPlaces += scanner.damagedPlaces;
      this.damagedBytes += scanner.header ? scanner.damagedBytes : file.sizeBytes;
      return found;
    } finally {
      this.#isNewest = false;
      file.close();
    }
  }

  #read(scanner: SegmentScanner, sizeBytes: number): 'complete' | 'look-further-back' {
    // The newest readable header counts everything before it, also what older segments lost to damage.
    const isFirstReadable = this.pointsBefore === undefined;
    const lanes = (this.pointsBefore ??= [...scanner.header!.pointsBefore]);
    let names = new LogNames();
    let last: ScannedRecord | undefined;
    let batches = 0;
    for (let record = scanner.next(sizeBytes); record; record = scanner.next(sizeBytes)) {
      last = record;
      this.epoch = Math.max(this.epoch, record.epoch);
      const payload = Buffer.from(record.buffer, record.payloadAt, record.payloadBytes);
      if (record.kind === 'seen') this.#seen(payload);
      if (record.kind === 'names') {
        const added = decodeNames(payload);
        names = names.with(added.devices, added.tags);
      }
      if (record.kind !== 'batch') continue;
      batches++;
      if (isFirstReadable) lanes[record.lane] = Math.max(lanes[record.lane]!, record.pointsBefore + record.points);
      this.#heard(record, names);
    }
    scanner.finish(sizeBytes);
    if (this.#isNewest) this.isClosed = last?.kind === 'close';
    return batches > 0 ? 'complete' : 'look-further-back';
  }

  #seen(payload: Buffer): void {
    const seen = decodeSeen(payload);
    this.lastReceivedUs ??= seen.receivedUs;
    for (const [uid, us] of seen.devices) if (!this.devices.has(uid)) this.devices.set(uid, us);
  }

  #heard(record: ScannedRecord, names: LogNames): void {
    const batch = decodeBatch(record.buffer, record.payloadAt, record.payloadBytes);
    this.lastReceivedUs = batch.receivedUs;
    const uid = names.device(batch.device);
    if (uid !== undefined) this.devices.set(uid, batch.receivedUs);
  }
}
