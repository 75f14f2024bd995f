import { describe, expect, it } from 'vitest';
import { readFloats, readInts, readLongs, readShorts, readTexts, readTimes } from './binary-row.ts';

/** What `array_send` writes for elements of the given bytes. */
function arrayOf(...elements: (Buffer | null)[]): Buffer {
  const header = Buffer.alloc(20);
  header.writeInt32BE(1, 0);
  header.writeInt32BE(elements.length, 12);
  const cells = elements.flatMap((element) => {
    const length = Buffer.alloc(4);
    length.writeInt32BE(element ? element.length : -1);
    return element ? [length, element] : [length];
  });
  return Buffer.concat([header, ...cells]);
}

const long = (value: bigint): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(value);
  return bytes;
};

describe('the columns of an answer', () => {
  it('give back numbers, and NaN for NULL', () => {
    const one = Buffer.alloc(8);
    one.writeDoubleBE(-1.5);
    expect(readFloats(arrayOf(one, null))).toEqual(Float64Array.of(-1.5, Number.NaN));
    expect(readLongs(arrayOf(long(-5n), long(2n ** 40n + 7n)))).toEqual(Float64Array.of(-5, 2 ** 40 + 7));
    expect(readInts(arrayOf(Buffer.from('80310000', 'hex')))[0]! >>> 0).toBe(0x80310000);
    expect(readShorts(arrayOf(Buffer.from('0201', 'hex')))).toEqual(Int16Array.of(0x201));
  });

  it('give back times to the µs, before and after the year 2000', () => {
    const epochUs = 946_684_800_000_000n;
    const times = [1_763_700_000_123_457n, 1n, -62_135_596_800_000_000n];
    const read = readTimes(arrayOf(...times.map((us) => long(us - epochUs)), null));
    expect(read).toEqual(Float64Array.of(...times.map(Number), Number.NaN));
  });

  it('give back texts of any length', () => {
    expect(readTexts(arrayOf(Buffer.from('läuft'), Buffer.from(''), Buffer.from('x')))).toEqual(['läuft', '', 'x']);
  });

  it('are empty where no row was found', () => {
    expect(readFloats(null)).toEqual(new Float64Array(0));
    expect(readTexts(Buffer.alloc(12))).toEqual([]);
  });
});
