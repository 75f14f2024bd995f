import { zstdDecompressSync } from 'node:zlib';
import type { SegmentFile } from '../log-disk.ts';
import { SEGMENT_HEADER_BYTES } from './segment-format.ts';

/*
 * A compressed segment: a skippable frame of the zstd format (RFC 8878 3.1.2) that holds the segment's header and its
 * size, then one zstd frame with the whole segment. So its header is read without unpacking it, and `zstd -d` gives the
 * segment as it was.
 *
 *   0 u32 0x184D2A50   4 u32 136   8 header (128 bytes)   136 f64 size of the segment   144 zstd frame
 */
const SKIPPABLE_MAGIC = 0x184d2a50;
const FRONT_AT = 8;
const FRONT_BYTES = SEGMENT_HEADER_BYTES + 8;
const FRAME_AT = FRONT_AT + FRONT_BYTES;
/** More than any segment that was ever written; what claims to be larger is damage. */
const MAX_SEGMENT_BYTES = 512 * 1024 * 1024;

/** What must stand before the zstd frame of `segment`. */
export function compressedFront(segment: Buffer): Buffer {
  const front = Buffer.alloc(FRAME_AT);
  front.writeUInt32LE(SKIPPABLE_MAGIC, 0);
  front.writeUInt32LE(FRONT_BYTES, 4);
  segment.copy(front, FRONT_AT, 0, SEGMENT_HEADER_BYTES);
  front.writeDoubleLE(segment.length, FRONT_AT + SEGMENT_HEADER_BYTES);
  return front;
}

/**
 * A compressed segment as if it were plain. It is unpacked into memory when something behind its header is read. One
 * that cannot be unpacked shows its header and then nothing: its points are missing, like those of damaged records.
 */
export function openCompressed(file: SegmentFile): SegmentFile {
  const front = Buffer.alloc(FRAME_AT);
  const isWhole = file.read(front, 0) === FRAME_AT && front.readUInt32LE(0) === SKIPPABLE_MAGIC;
  const size = isWhole ? front.readDoubleLE(FRONT_AT + SEGMENT_HEADER_BYTES) : 0;
  const header = front.subarray(FRONT_AT, FRONT_AT + (isWhole ? SEGMENT_HEADER_BYTES : 0));
  const sizeBytes = size >= SEGMENT_HEADER_BYTES && size <= MAX_SEGMENT_BYTES ? size : file.sizeBytes;
  let content: Buffer | undefined;
  const refuse = (): never => {
    throw Object.assign(new RangeError('a compressed segment is read-only'), { code: 'EROFS' });
  };
  return {
    sizeBytes,
    read: (into, position) => {
      if (position + into.length <= header.length) return header.copy(into, 0, position, position + into.length);
      content ??= unpack(file, sizeBytes) ?? Buffer.from(header);
      return content.copy(into, 0, position);
    },
    write: refuse,
    sync: refuse,
    truncate: refuse,
    close: () => file.close(),
  };
}

function unpack(file: SegmentFile, sizeBytes: number): Buffer | undefined {
  const packed = Buffer.alloc(Math.max(0, file.sizeBytes - FRAME_AT));
  if (packed.length === 0 || file.read(packed, FRAME_AT) < packed.length) return undefined;
  try {
    return zstdDecompressSync(packed, { maxOutputLength: sizeBytes });
  } catch {
    return undefined;
  }
}
