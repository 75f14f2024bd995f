import { describe, expect, it } from 'vitest';
import { ChunkGuard } from './chunk-guard.ts';

function chunk(kind: string, end: string, word: number, length = 32): Buffer {
  const bytes = Buffer.alloc(length);
  bytes.write(kind + end, 'latin1');
  bytes.writeUInt32LE(length, 4);
  if (length >= 12) bytes.writeUInt32LE(word, 8);
  return bytes;
}

describe('the guard of chunks', () => {
  it('lets through what belongs to the channel that was opened', () => {
    const guard = new ChunkGuard();
    expect(guard.look(chunk('OPN', 'F', 7))).toBeUndefined();
    expect(guard.look(chunk('MSG', 'C', 7))).toBeUndefined();
    expect(guard.look(chunk('MSG', 'F', 7))).toBeUndefined();
  });

  it('tells the code with which the peer ends the connection', () => {
    expect(new ChunkGuard().look(chunk('ERR', 'F', 0x8074_0000))).toBe(0x8074_0000);
  });

  it.each([
    ['of no kind that is known', chunk('XYZ', 'F', 7)],
    ['with an end that is none', chunk('MSG', 'X', 7)],
    ['that acknowledges once more', chunk('ACK', 'F', 7)],
    ['for another channel', chunk('MSG', 'F', 8)],
    ['without a channel', chunk('MSG', 'F', 7, 10)],
  ])('refuses a chunk %s', (_, bytes) => {
    const guard = new ChunkGuard();
    guard.look(chunk('OPN', 'F', 7));
    const take = (): void => {
      guard.follow(bytes);
      guard.look(bytes);
    };
    expect(take).toThrow(expect.objectContaining({ code: 'NX_DRIVER_PROTOCOL' }));
  });

  it('refuses a message without end, and counts each message by itself', () => {
    const guard = new ChunkGuard();
    guard.look(chunk('OPN', 'F', 7));
    const big = (end: string): Buffer => chunk('MSG', end, 7, 20 * 1024 * 1024);
    for (let message = 0; message < 5; message++) {
      guard.look(big('C'));
      guard.look(big('F'));
    }
    for (let part = 0; part < 3; part++) guard.look(big('C'));
    expect(() => guard.look(big('C'))).toThrow(/without end/);
  });

  const PROTOCOL = expect.objectContaining({ code: 'NX_DRIVER_PROTOCOL' });

  it('follows chunks in pieces of any length', () => {
    const stream = Buffer.concat([
      chunk('ACK', 'F', 0, 28),
      chunk('OPN', 'F', 7, 132),
      chunk('MSG', 'C', 7, 8_192),
      chunk('MSG', 'F', 7, 8),
    ]);
    for (const size of [1, 3, 8, 27, 1_000, stream.length]) {
      const guard = new ChunkGuard();
      for (let at = 0; at < stream.length; at += size) guard.follow(stream.subarray(at, at + size));
      expect(() => guard.follow(Buffer.from('x'))).toThrow(PROTOCOL);
    }
  });

  it.each([
    ['one byte too many', Buffer.concat([Buffer.from('M'), chunk('MSG', 'F', 7)]).subarray(0, 2)],
    ['a kind that is none', Buffer.from('X')],
    ['what only clients say', Buffer.from('H')],
    ['an end that is none', Buffer.from('MSGX')],
    ['a length that no chunk has', Buffer.from('MSGF\x07\x00\x00\x00', 'latin1')],
    ['a length without end', Buffer.from('MSGF\x01\x00\x04\x00', 'latin1')],
  ])('refuses %s with its last byte, and waits for nothing more', (_, bytes) => {
    const guard = new ChunkGuard();
    guard.follow(chunk('OPN', 'F', 7));
    guard.follow(bytes.subarray(0, -1));
    expect(() => guard.follow(bytes.subarray(-1))).toThrow(PROTOCOL);
  });
});
