import { describe, expect, it } from 'vitest';
import { packet, text16 } from '../publishing/scripted-broker.ts';
import { PacketGuard } from './packet-guard.ts';

const STREAM = Buffer.concat([
  packet(0x20, [0, 0]),
  packet(0xd0),
  packet(0x30, text16('a'), Buffer.alloc(300)),
  packet(0x32, text16('a'), Buffer.alloc(20_000)),
  packet(0x40, [0, 1]),
]);

describe('the guard of an MQTT stream', () => {
  it('follows packets however the network cuts them', () => {
    for (const size of [1, 2, 3, 7, 100, STREAM.length]) {
      const guard = new PacketGuard(20_100);
      for (let at = 0; at < STREAM.length; at += size) {
        expect(guard.accepts(STREAM.subarray(at, at + size)), `slices of ${size}`).toBe(true);
      }
      expect(guard.accepts(packet(0x30, Buffer.alloc(20_101)))).toBe(false);
    }
  });

  it('stops at the announcement of a packet that is too long, before its content', () => {
    expect(new PacketGuard(1_000).accepts(Buffer.from([0x30, 0xe8, 0x07]))).toBe(true);
    expect(new PacketGuard(1_000).accepts(Buffer.from([0x30, 0xe9, 0x07]))).toBe(false);
  });

  it('stops at a length of more than four bytes (MQTT 5.0, 1.5.5)', () => {
    expect(new PacketGuard(1e9).accepts(Buffer.from([0x30, 0x80, 0x80, 0x80, 0x80, 0x01]))).toBe(false);
    expect(new PacketGuard(1e9).accepts(Buffer.from([0x30, 0x80, 0x80, 0x80, 0x01]))).toBe(true);
  });
});
