import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomFrom } from '../../testing/random-from.ts';
import type { DriverManifest } from '../driver.ts';
import { hammerReads, POISON, TRUE_VALUE } from './hammer-reads.ts';
import { modbusTcp } from './manifest.ts';
import { MUTATORS, type Mutator, RoguePeer, resized } from './rogue-peer.ts';

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

const READ_MUTATORS: readonly Mutator[] = [
  ...MUTATORS,
  (reply, random) => {
    const cut = resized(4)(reply, random);
    cut[8] = cut.length - 9;
    return cut;
  },
];

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
  it('never has a malformed frame of 10,000 taken for a value, nor does one stop the reading', async () => {
    const random = randomFrom(21);
    peer.behave = (request) => {
      if (random(5) === 0) return { bytes: replyTo(request, TRUE_VALUE) };
      return { bytes: READ_MUTATORS[random(READ_MUTATORS.length)]!(replyTo(request, POISON), random) };
    };
    const seen = await hammer(10_000);
    expect([...seen.keys()].toSorted()).toEqual(['NX_DRIVER_PROTOCOL', 'a reading']);
    expect(seen.get('NX_DRIVER_PROTOCOL')).toBeGreaterThan(6_000);
    expect(seen.get('a reading')).toBeGreaterThan(1_000);
  });

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
