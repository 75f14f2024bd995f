import { describe, expect, it } from 'vitest';
import { ipPacket } from './ip-packet.ts';

const packet = (from: string, to: string, payload: readonly number[] = []) =>
  ipPacket({
    from: { address: from, port: 50_000 },
    to: { address: to, port: 502 },
    sequence: 7,
    acknowledged: 9,
    payload: Uint8Array.from(payload),
  });

/** Over a header with its checksum in it, the sum is all ones. */
function sum(bytes: Buffer): number {
  let total = 0;
  for (let at = 0; at < bytes.length; at += 2) total += (bytes[at]! << 8) + (bytes[at + 1] ?? 0);
  while (total > 0xffff) total = (total & 0xffff) + (total >>> 16);
  return total;
}

describe('a packet made for a message', () => {
  it('has a header whose checksums are right, whether its bytes are odd or even', () => {
    for (const payload of [[], [1], [1, 2], [255, 255, 255]]) {
      const bytes = packet('10.0.0.1', '10.0.0.2', payload);
      expect(bytes.readUInt16BE(2)).toBe(bytes.length);
      expect(sum(bytes.subarray(0, 20))).toBe(0xffff);
      const pseudo = Buffer.concat([bytes.subarray(12, 20), Buffer.of(0, 6, 0, bytes.length - 20)]);
      expect(sum(Buffer.concat([pseudo, bytes.subarray(20)]))).toBe(0xffff);
    }
  });

  it.each([
    ['::1', '00000000000000000000000000000001'],
    ['fe80::1:2%eth0', 'fe800000000000000000000000010002'],
    ['::ffff:192.168.1.20', '00000000000000000000ffffc0a80114'],
    ['2001:db8:0:1:2:3:4:5', '20010db8000000010002000300040005'],
  ])('carries the IPv6 address %s', (address, hex) => {
    const bytes = packet(address, '::1', [1, 2, 3]);
    expect(bytes[0]! >> 4).toBe(6);
    expect(bytes.toString('hex', 8, 24)).toBe(hex);
    expect(bytes.readUInt16BE(4)).toBe(23);
  });
});
