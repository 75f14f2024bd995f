import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomFrom } from '../../testing/random-from.ts';
import type { DriverManifest } from '../driver.ts';
import { hammerReads, TRUE_VALUE } from './hammer-reads.ts';
import { modbusTcp } from './manifest.ts';
import { RoguePeer } from './rogue-peer.ts';

const REQUEST_TIMEOUT = '1s';

/** The reply that a request for `count` registers is due, every register of this value. */
function replyTo(request: Buffer, value: number): Buffer {
  const count = request.readUInt16BE(10);
  const reply = Buffer.alloc(9 + count * 2);
  request.copy(reply, 0, 0, 8);
  reply.writeUInt16BE(3 + count * 2, 4);
  reply[8] = count * 2;
  for (let i = 0; i < count; i++) reply.writeUInt16BE(value, 9 + i * 2);
  return reply;
}

let peer: RoguePeer;

beforeAll(async () => {
  peer = await new RoguePeer().listen();
});
afterAll(() => peer.dispose());

/** How often each code, or a reading, came. */
async function hammer(rounds: number): Promise<Map<string, number>> {
  const seen = new Map<string, number>();
  const wrong = await hammerReads(modbusTcp as DriverManifest, peer, rounds, REQUEST_TIMEOUT, seen);
  // NaN is a Bad row: the rogue's exceptions 02 are refusals of an address like any other's.
  expect(wrong.filter((value) => !Number.isNaN(value))).toEqual([]);
  return seen;
}

describe('a rogue peer', () => {
  it('resets 1,000 connections at any byte of a reply, and nothing is left uncaught', async () => {
    const random = randomFrom(25);
    let resets = 0;
    peer.behave = (request) => {
      const bytes = replyTo(request, TRUE_VALUE);
      if (random(10) === 0) return { bytes };
      resets++;
      return { bytes, resetAfter: random(bytes.length) };
    };
    const seen = await hammer(1_150);
    expect(resets).toBeGreaterThan(1_000);
    expect([...seen.keys()].toSorted()).toEqual(['NX_DRIVER_DISCONNECTED', 'a reading']);
    expect(seen.get('NX_DRIVER_DISCONNECTED')).toBe(resets);
  });
});
