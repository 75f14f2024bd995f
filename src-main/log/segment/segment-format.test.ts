import { describe, expect, it } from 'vitest';
import {
  decodeSegmentHeader,
  encodeSegmentHeader,
  plausibleLength,
  readRecordHead,
  SEGMENT_HEADER_BYTES,
  writeRecord,
} from './segment-format.ts';

const header = {
  logId: '3f1b2c4d-0000-4111-8222-933344445555',
  ordinal: 7,
  createdUs: 1_763_700_000_000_000,
  nextSeq: [1, 2, 3, 4],
  pointsBefore: [10, 20, 30, 40],
  namesGeneration: 3,
};

describe('a segment header', () => {
  it('comes back as it was written', () => {
    const { bytes, seed } = encodeSegmentHeader(header);
    expect(bytes.length).toBe(SEGMENT_HEADER_BYTES);
    expect(decodeSegmentHeader(bytes)).toEqual({ ...header, seed });
  });

  it('is refused when any single bit is flipped, and when it is cut short', () => {
    const { bytes } = encodeSegmentHeader(header);
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      expect(decodeSegmentHeader(flipped)).toBeUndefined();
    }
    expect(decodeSegmentHeader(bytes.subarray(0, 127))).toBeUndefined();
  });
});

describe('a record', () => {
  const head = { kind: 'batch', lane: 3, epoch: 0, points: 2, seq: 9, pointsBefore: 17 } as const;
  const written = (): { bytes: Buffer; view: DataView; end: number } => {
    const bytes = Buffer.from(new ArrayBuffer(128));
    const end = writeRecord(bytes, 8, head, Buffer.from('payload'), 5);
    return { bytes, view: new DataView(bytes.buffer), end };
  };

  it('comes back as it was written and ends on a multiple of 8', () => {
    const { bytes, view, end } = written();
    expect(end).toBe(8 + 32 + 8);
    expect(plausibleLength(view, 8)).toBe(40);
    expect(readRecordHead(bytes, view, 8, 40, 5)).toEqual(head);
  });

  it('does not pass in another segment, whose CRC starts elsewhere', () => {
    const { bytes, view } = written();
    expect(readRecordHead(bytes, view, 8, 40, 6)).toBeUndefined();
  });

  it('does not pass when any single bit is flipped', () => {
    for (let bit = 8 * 8; bit < 48 * 8; bit++) {
      const { bytes, view } = written();
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      const length = plausibleLength(view, 8);
      const isTaken = length > 0 && length <= 120 && readRecordHead(bytes, view, 8, length, 5) !== undefined;
      expect(isTaken).toBe(false);
    }
  });
});
