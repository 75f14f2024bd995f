import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { randomFrom } from '../../testing/random-from.ts';
import type { DriverTag, WriteValue } from '../driver.ts';
import { ModbusTcpConnection } from './connection.ts';
import { modbusTcp } from './manifest.ts';
import { exceptionLike, flip, MUTATORS, type Mutator, RoguePeer, setting } from './rogue-peer.ts';

const never = new AbortController().signal;
const REQUEST_TIMEOUT_MS = 40;

/** One of every function that writes. */
const WRITES: readonly (readonly [DriverTag, WriteValue])[] = [
  [{ address: 'C9' }, true],
  [{ address: 'HR9' }, 0x1234],
  [{ address: 'HR9:float64' }, Math.PI],
  [{ address: 'HR9:string(20)' }, 'PUMP-7A'],
  [{ address: 'HR9.4-7' }, 5],
];

/** The reply that a write is due: its first bytes, by function. */
function replyTo(request: Buffer): Buffer {
  const reply = Buffer.from(request.subarray(0, request[7] === 22 ? 14 : 12));
  reply.writeUInt16BE(reply.length - 6, 4);
  return reply;
}

const WRITE_MUTATORS: readonly Mutator[] = [
  ...MUTATORS,
  ...[9, 10, 11].map((at) => setting(at, flip)),
  (reply) => setting(reply.length - 1, flip)(reply, () => 7),
  // The reply to a read in its place.
  (reply) => Buffer.from([...reply.subarray(0, 4), 0, 5, reply[6]!, 3, 2, 0x12, 0x34]),
  // Cut short and nothing behind it: only the timeout tells.
  (reply, random) => reply.subarray(0, random(reply.length)),
];

let peer: RoguePeer;

beforeAll(async () => {
  peer = await new RoguePeer().listen();
});
afterAll(() => peer.dispose());

type Answer = 'right' | 'refused' | 'wrong';

/** Writes `rounds` times. @returns how often each pair of what the peer did and what the driver told was seen */
async function hammer(rounds: number, answered: () => Answer): Promise<Map<string, number>> {
  const settings = { host: peer.host, port: peer.port, request_timeout: `${REQUEST_TIMEOUT_MS}ms`, mask_write: true };
  const driver = modbusTcp.create(ModbusTcpConnection.parse(settings), { clock: systemClock });
  const seen = new Map<string, number>();
  await driver.open(never);
  for (let round = 0; round < rounds; round++) {
    const [tag, value] = WRITES[round % WRITES.length]!;
    let told = 'written';
    const startMs = performance.now();
    try {
      await driver.write(tag, value, never);
    } catch (error) {
      ({ code: told } = error as { code: string });
    }
    // A hang would be seconds; this much is allowed to a busy machine.
    expect(performance.now() - startMs).toBeLessThan(REQUEST_TIMEOUT_MS + 1_000);
    if (told === 'NX_DRIVER_UNKNOWN_OUTCOME') {
      const next = driver.write(tag, value, never);
      await expect(next).rejects.toMatchObject({ code: 'NX_DRIVER_DISCONNECTED' });
      await driver.open(never);
    }
    const pair = `${answered()} → ${told}`;
    seen.set(pair, (seen.get(pair) ?? 0) + 1);
  }
  await driver.close();
  return seen;
}

describe('a rogue peer', () => {
  it('never has one of 4,000 mutated replies taken for the confirmation of a write', async () => {
    const random = randomFrom(23);
    const requests = new Map<string, number>();
    let answer: Answer = 'right';
    let asked = 0;
    peer.behave = (request) => {
      asked++;
      requests.set(`FC ${request[7]}`, (requests.get(`FC ${request[7]}`) ?? 0) + 1);
      const right = replyTo(request);
      const dice = random(12);
      answer = dice === 0 ? 'right' : dice === 1 ? 'refused' : 'wrong';
      if (answer === 'right') return { bytes: right };
      if (answer === 'refused') return { bytes: exceptionLike(right, [1, 2, 3, 4, 6, 7, 8, 10][random(8)]!) };
      const bytes = WRITE_MUTATORS[random(WRITE_MUTATORS.length)]!(Buffer.from(right), random);
      // A mutation that happens to change nothing would be a right reply.
      return { bytes: bytes.equals(right) ? Buffer.of(0) : bytes };
    };
    const rounds = 5_000;
    const seen = await hammer(rounds, () => answer);
    expect([...seen.keys()].toSorted()).toEqual([
      'refused → NX_DRIVER_REJECTED',
      'right → written',
      'wrong → NX_DRIVER_UNKNOWN_OUTCOME',
    ]);
    expect(seen.get('wrong → NX_DRIVER_UNKNOWN_OUTCOME')).toBeGreaterThan(4_000);
    expect(seen.get('right → written')).toBeGreaterThan(300);
    expect(seen.get('refused → NX_DRIVER_REJECTED')).toBeGreaterThan(300);
    // Each write was sent once, whatever came back.
    expect(asked).toBe(rounds);
    expect([...requests.keys()].toSorted()).toEqual(['FC 16', 'FC 22', 'FC 5', 'FC 6']);
  });

  it('resets 1,000 connections at any byte of the reply: the outcome is unknown each time', async () => {
    const random = randomFrom(29);
    let answer: Answer = 'right';
    let asked = 0;
    peer.behave = (request) => {
      asked++;
      const bytes = replyTo(request);
      answer = random(10) === 0 ? 'right' : 'wrong';
      return answer === 'right' ? { bytes } : { bytes, resetAfter: random(bytes.length) };
    };
    const seen = await hammer(1_150, () => answer);
    expect([...seen.keys()].toSorted()).toEqual(['right → written', 'wrong → NX_DRIVER_UNKNOWN_OUTCOME']);
    expect(seen.get('wrong → NX_DRIVER_UNKNOWN_OUTCOME')).toBeGreaterThan(1_000);
    expect(asked).toBe(1_150);
  });
});
