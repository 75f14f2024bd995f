import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Random, randomFrom } from '../../../testing/random-from.ts';
import type { DriverManifest } from '../../driver.ts';
import { hammerReads, POISON, TRUE_VALUE } from '../hammer-reads.ts';
import { type Mutator, RoguePeer } from '../rogue-peer.ts';
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

const other = (old: number, random: Random): number => old ^ (1 + random(255));
/** A field changed, and the checksum made right again. */
const changed =
  (at: number): Mutator =>
  (reply, random) => {
    const body = Buffer.from(reply.subarray(0, -2));
    body[at] = other(body[at]!, random);
    return rtuFrame(body);
  };

const MUTATORS: readonly Mutator[] = [
  changed(0),
  changed(1),
  changed(2),
  // Any byte changed, and the checksum left.
  (reply, random) => {
    const at = random(reply.length);
    reply[at] = other(reply[at]!, random);
    return reply;
  },
  (reply, random) => reply.subarray(0, random(reply.length)),
  (reply, random) => Buffer.concat([reply, Buffer.alloc(1 + random(40), random(256))]),
  (reply) => Buffer.concat([reply, reply]),
  (reply, random) => Buffer.concat([Buffer.alloc(1 + random(20), 0xff), reply]),
  (reply, random) => rtuFrame(Buffer.of(reply[0]!, reply[1]! | 0x80, 12 + random(244))),
  (reply) => rtuFrame(Buffer.of(reply[0]!, reply[1]! | 0x80, 0)),
  (reply) => rtuFrame(reply.subarray(0, -4)),
  (_, random) => Buffer.from(Array.from({ length: 1 + random(300) }, () => random(256))),
];

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
  it('never has a malformed frame of 10,000 taken for a value, nor does one stop the reading', async () => {
    const random = randomFrom(33);
    let malformed = 0;
    peer.behave = (request) => {
      if (random(8) === 0) return { bytes: replyTo(request, TRUE_VALUE) };
      malformed++;
      return { bytes: MUTATORS[random(MUTATORS.length)]!(replyTo(request, POISON), random) };
    };
    const seen = new Map<string, number>();
    await Promise.all(Array.from({ length: LINES }, () => hammer(600, seen)));
    expect(malformed).toBeGreaterThan(10_000);
    expect([...seen.keys()].toSorted()).toEqual(['NX_DRIVER_PROTOCOL', 'NX_DRIVER_TIMEOUT', 'a reading']);
    // Late where the machine is busy, and never more than were right.
    expect(seen.get('a reading')).toBeLessThanOrEqual(LINES * 600 - malformed);
    expect(seen.get('a reading')).toBeGreaterThan(500);
  }, 120_000);

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
