import { describe, expect, it } from 'vitest';
import { rtuFrame } from './crc16.ts';
import { decodeRtuFrame } from './decode-rtu-frame.ts';

const request = rtuFrame(Buffer.from('11030 06b0003'.replaceAll(' ', ''), 'hex'));
const reply = rtuFrame(Buffer.from('110306022b00000064', 'hex'));

describe('a frame of a serial line in words', () => {
  it('tells a request with its unit', () => {
    expect(decodeRtuFrame('sent', request, '40001', undefined)!.line).toBe(
      'Read holding registers 40108–40110 (3)  unit 17',
    );
  });

  it('names the registers of a reply by the request before it, and the checksum at the end', () => {
    const { line, fields, pair } = decodeRtuFrame('received', reply, '40001', request)!;
    expect([line, pair]).toEqual(['3 registers', undefined]);
    expect(fields.slice(-4).map(({ name, value, at }) => [name, value, at])).toEqual([
      ['40108', '555 (0x022B)', 3],
      ['40109', '0 (0x0000)', 5],
      ['40110', '100 (0x0064)', 7],
      ['checksum', expect.stringMatching(/^0x[0-9A-F]{4}$/), 9],
    ]);
  });

  it('says when the checksum is wrong, and has no word for three bytes', () => {
    const broken = Buffer.from(reply);
    broken[4]! ^= 1;
    expect(decodeRtuFrame('received', broken, '40001', request)!.line).toBe('3 registers  (wrong checksum)');
    expect(decodeRtuFrame('received', reply.subarray(0, 3), '40001', request)).toBeUndefined();
  });
});
