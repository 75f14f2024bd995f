import { crc32 } from 'node:zlib';
import { LANES, type PerLane } from '../lane.ts';

/*
 * A segment file, little-endian: a header of 128 bytes, then records, each on a multiple of 8.
 *
 * Header:  0 "NXLOG1"   6 u16 version   8 logId (16 bytes)   24 f64 ordinal   32 f64 createdUs
 *         40 four lanes of { f64 nextSeq, f64 pointsBefore }   104 f64 namesGeneration   124 u32 CRC-32 of bytes 0…123
 * Record:  0 u32 length   4 u32 CRC-32 of bytes 8…length   8 u8 kind   9 u8 lane   10 u16 epoch   12 u32 points
 *         16 f64 seq   24 f64 pointsBefore   32 payload, padded to a multiple of 8
 *
 * The CRC of a record starts from the CRC of its segment's header: a record left over from another segment, or copied
 * there, never passes. `nextSeq` is the next number that was not accepted when the segment began: what an earlier
 * segment of the same log holds from there on was never accepted and stands here again.
 */
export const SEGMENT_HEADER_BYTES = 128;
export const RECORD_HEADER_BYTES = 32;
/** Larger records are never written, so a larger length is damage. */
export const MAX_RECORD_BYTES = 64 * 1024 * 1024;

const MAGIC = 'NXLOG1';
const VERSION = 1;
const HEADER_CRC_AT = SEGMENT_HEADER_BYTES - 4;
const LANES_AT = 40;
const GENERATION_AT = 104;

/** `seen`: when each device was last heard, at the start of a segment. Only batches count points and have a `seq`. */
export const RECORD_KINDS = ['batch', 'names', 'gap', 'close', 'seen'] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

export interface SegmentHeader {
  /** A uuid, new at every opening of the writer. */
  readonly logId: string;
  readonly ordinal: number;
  readonly createdUs: number;
  readonly nextSeq: PerLane;
  /** Points accepted before this segment over the whole life of the folder. */
  readonly pointsBefore: PerLane;
  /** `LogNames.generation` of all its batches: names of an earlier segment of the same log and generation hold here. */
  readonly namesGeneration: number;
  /** The CRC that the CRCs of the records start from. */
  readonly seed: number;
}

export interface RecordHead {
  readonly kind: RecordKind;
  readonly lane: number;
  /** Raised by one at each detected backward step of the wall clock, over the whole life of the folder. */
  readonly epoch: number;
  readonly points: number;
  /** Rises by one per batch of the lane, from 1 in each log id; 0 in records that are not batches. */
  readonly seq: number;
  readonly pointsBefore: number;
}

export const pad8 = (bytes: number): number => (bytes + 7) & ~7;

export function encodeSegmentHeader(header: Omit<SegmentHeader, 'seed'>): { bytes: Buffer; seed: number } {
  const bytes = Buffer.alloc(SEGMENT_HEADER_BYTES);
  bytes.write(MAGIC, 0, 'latin1');
  bytes.writeUInt16LE(VERSION, 6);
  bytes.write(header.logId.replaceAll('-', ''), 8, 'hex');
  bytes.writeDoubleLE(header.ordinal, 24);
  bytes.writeDoubleLE(header.createdUs, 32);
  for (let lane = 0; lane < LANES; lane++) {
    bytes.writeDoubleLE(header.nextSeq[lane]!, LANES_AT + lane * 16);
    bytes.writeDoubleLE(header.pointsBefore[lane]!, LANES_AT + lane * 16 + 8);
  }
  bytes.writeDoubleLE(header.namesGeneration, GENERATION_AT);
  const seed = crc32(bytes.subarray(0, HEADER_CRC_AT));
  bytes.writeUInt32LE(seed, HEADER_CRC_AT);
  return { bytes, seed };
}

/** Undefined when the bytes are not a whole and sound header of this version. */
export function decodeSegmentHeader(bytes: Buffer): SegmentHeader | undefined {
  if (bytes.length < SEGMENT_HEADER_BYTES || bytes.toString('latin1', 0, MAGIC.length) !== MAGIC) return undefined;
  if (bytes.readUInt16LE(6) !== VERSION) return undefined;
  const seed = crc32(bytes.subarray(0, HEADER_CRC_AT));
  if (seed !== bytes.readUInt32LE(HEADER_CRC_AT)) return undefined;
  const lanes = Array.from({ length: LANES }, (_, lane) => LANES_AT + lane * 16);
  return {
    logId: formatUuid(bytes.subarray(8, 24)),
    ordinal: bytes.readDoubleLE(24),
    createdUs: bytes.readDoubleLE(32),
    nextSeq: lanes.map((at) => bytes.readDoubleLE(at)),
    pointsBefore: lanes.map((at) => bytes.readDoubleLE(at + 8)),
    namesGeneration: bytes.readDoubleLE(GENERATION_AT),
    seed,
  };
}

/** `bytes` are 16. */
export function formatUuid(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Writes one record at `at` (a multiple of 8) and returns where the next one begins. There must be room. */
export function writeRecord(into: Buffer, at: number, head: RecordHead, payload: Uint8Array, seed: number): number {
  const end = at + RECORD_HEADER_BYTES + pad8(payload.length);
  into.writeUInt32LE(end - at, at);
  into[at + 8] = RECORD_KINDS.indexOf(head.kind) + 1;
  into[at + 9] = head.lane;
  into.writeUInt16LE(head.epoch, at + 10);
  into.writeUInt32LE(head.points, at + 12);
  into.writeDoubleLE(head.seq, at + 16);
  into.writeDoubleLE(head.pointsBefore, at + 24);
  into.set(payload, at + RECORD_HEADER_BYTES);
  into.fill(0, at + RECORD_HEADER_BYTES + payload.length, end);
  into.writeUInt32LE(crc32(into.subarray(at + 8, end), seed), at + 4);
  return end;
}

/** Length of the record that may begin at `at`, or 0 when nothing that could be one does. Reads the header only. */
export function plausibleLength(view: DataView, at: number): number {
  const length = view.getUint32(at, true);
  if (length < RECORD_HEADER_BYTES || length > MAX_RECORD_BYTES || length % 8 !== 0) return 0;
  const kind = view.getUint8(at + 8);
  if (kind < 1 || kind > RECORD_KINDS.length || view.getUint8(at + 9) >= LANES) return 0;
  return length;
}

/** The head of the record of `length` bytes at `at`, or undefined when its CRC does not fit. */
export function readRecordHead(
  bytes: Buffer,
  view: DataView,
  at: number,
  length: number,
  seed: number,
): RecordHead | undefined {
  if (crc32(bytes.subarray(at + 8, at + length), seed) !== view.getUint32(at + 4, true)) return undefined;
  return {
    kind: RECORD_KINDS[view.getUint8(at + 8) - 1]!,
    lane: view.getUint8(at + 9),
    epoch: view.getUint16(at + 10, true),
    points: view.getUint32(at + 12, true),
    seq: view.getFloat64(at + 16, true),
    pointsBefore: view.getFloat64(at + 24, true),
  };
}
