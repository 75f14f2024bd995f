import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomFrom } from '../../../testing/random-from.ts';
import type { DriverManifest } from '../../driver.ts';
import { hammerReads, TRUE_VALUE } from '../hammer-reads.ts';
import { RoguePeer } from '../rogue-peer.ts';
import { rtuFrame } from './crc16.ts';
import { modbusRtuOverTcp } from './manifest.ts';

const LINES = 20;

/** The reply that a request for registers is due, every one of this value. */
function replyTo(request: Buffer, value: number): Buffer {
  const count = request.readUInt16BE(4);
  const body = Buffer.alloc(3 + count * 2);
  request.copy(body, 0, 0, 2);
  body[2] = count * 2;
  for (let i = 0; i < count; i++) body.writeUInt16BE(value, 3 + i * 2);
  return rtuFrame(body);
}

let peer: RoguePeer;
beforeAll(async () => {
  peer = await new RoguePeer().listen();
});
afterAll(() => peer.dispose());

/** Counts each code, or `a reading`, in `seen`. */
async function hammer(rounds: number, seen: Map<string, number>, timeout = '20ms'): Promise<void> {
  expect(await hammerReads(modbusRtuOverTcp as DriverManifest, peer, rounds, timeout, seen)).toEqual([]);
}

describe('a rogue peer on a serial line', () => {
  it('resets 1,000 connections at any byte of a reply, and nothing is left uncaught', async () => {
    const random = randomFrom(34);
    let resets = 0;
    peer.behave = (request) => {
      const bytes = replyTo(request, TRUE_VALUE);
      if (random(10) === 0) return { bytes };
      resets++;
      return { bytes, resetAfter: random(bytes.length) };
    };
    const seen = new Map<string, number>();
    // Each rests for 1.5 timeouts after a reset: the reply may still come over the line.
    await Promise.all(Array.from({ length: 2 * LINES }, () => hammer(30, seen, '300ms')));
    expect(resets).toBeGreaterThan(1_000);
    expect([...seen.keys()].toSorted()).toEqual(['NX_DRIVER_DISCONNECTED', 'a reading']);
    expect(seen.get('NX_DRIVER_DISCONNECTED')).toBe(resets);
  });
});
