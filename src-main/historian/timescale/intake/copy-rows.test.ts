import { describe, expect, it } from 'vitest';
import { LogRecords, type TestPoint } from '../../log-records.ts';
import { copyRows } from './copy-rows.ts';
import { LaneBatch } from './lane-batch.ts';

const SECOND = 1e6;
const YEAR_2000 = 946_684_800 * SECOND;
const ids = Int32Array.of(0, 0x01020304);

function batchOf(points: readonly TestPoint[]): LaneBatch {
  const batch = new LaneBatch();
  batch.add(new LogRecords().batch(points, { epoch: 2 }), (tag) => tag);
  return batch;
}

const encode = (points: readonly TestPoint[], rows = points.map((_, i) => i)): Buffer =>
  copyRows(batchOf(points), Uint32Array.from(rows), ids);

describe('the rows of a batch as a binary COPY', () => {
  it('are framed as one message with the signature before and the end after them', () => {
    const empty = encode([{ tag: 'a', timeUs: 0, value: 0 }], []);
    const signature = '5047434f50590aff0d0a00';
    expect(empty.toString('hex')).toBe(`64${'00000019'}${signature}${'00000000'}${'00000000'}ffff${'63'}00000004`);
  });

  it('hold time since 2000, tag, epoch, value, text, quality and flags with their lengths', () => {
    const rows = encode([{ tag: 'a', timeUs: YEAR_2000 + 1, value: 1, status: 0x80310000, flags: 9 }]);
    expect(rows.subarray(24, 84).toString('hex')).toBe(
      [
        '0007',
        '00000008' + '0000000000000001',
        '00000004' + '01020304',
        '00000004' + '00000002',
        '00000008' + '3ff0000000000000',
        'ffffffff',
        '00000004' + '80310000',
        '00000002' + '0009',
      ].join(''),
    );
  });

  it('hold times before 2000 and beyond 32 bits to the microsecond', () => {
    for (const us of [-1, -(2 ** 32), -(2 ** 32) - 1, 2 ** 32, 2 ** 52 + 1, -6e16 - 3]) {
      const rows = encode([{ tag: 'a', timeUs: YEAR_2000 + us, value: 1 }]);
      expect(Number(rows.readBigInt64BE(30))).toBe(us);
    }
  });

  it('have no value for NaN, and say in the flags what their text is', () => {
    const rows = encode([
      { tag: 'a', timeUs: YEAR_2000, value: Number.NaN, text: 'µ' },
      { tag: 'a', timeUs: YEAR_2000, value: 2, int64: -(2n ** 63n), flags: 1 },
    ]);
    const first = rows.subarray(24, 24 + 54).toString('hex');
    expect(first.slice(60)).toBe(`ffffffff${'00000002c2b5'}${'0000000400000000'}${'00000002'}0100`);
    expect(rows.subarray(78).toString('latin1')).toContain('-9223372036854775808');
    expect(rows.subarray(-9, -7).toString('hex')).toBe('0201');
  });

  it('come in the order that was asked for, and only those', () => {
    const points = [0, 1, 2, 3].map((value) => ({ tag: 'a', timeUs: YEAR_2000, value }));
    const rows = encode(points, [3, 1]);
    expect([rows.readDoubleBE(24 + 34), rows.readDoubleBE(84 + 34)]).toEqual([3, 1]);
    expect(rows.length).toBe(24 + 2 * 60 + 7);
  });
});
