import { createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import type { ReadingColumns } from '../driver.ts';
import { ModbusTcpConnection } from './connection.ts';
import { modbusTcp } from './manifest.ts';

const never = new AbortController().signal;
const TRUE_VALUE = 0x1234;
/** What every reply that breaks the protocol carries: to see it as a value is to have been fooled. */
const POISON = 0xdead;
const REQUEST_TIMEOUT_MS = 100;

/** mulberry32: a run is repeated by its seed. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

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

type Mutator = (reply: Buffer, random: (below: number) => number) => Buffer;

function setting(at: number, change: (old: number, random: (below: number) => number) => number): Mutator {
  return (reply, random) => {
    reply[at] = change(reply[at]!, random);
    return reply;
  };
}
const flip = (old: number, random: (below: number) => number): number => old ^ (1 + random(255));
/** Keeps the header's length in step with a changed body, so that only the content is wrong. */
function resized(bytes: number): Mutator {
  return (reply, random) => {
    const by = 1 + random(bytes);
    const cut = random(2) === 0 ? reply.subarray(0, reply.length - by) : Buffer.concat([reply, Buffer.alloc(by, 0xde)]);
    cut.writeUInt16BE(cut.length - 6, 4);
    return cut;
  };
}

const MUTATORS: readonly Mutator[] = [
  ...[0, 1, 2, 3, 4, 5, 6, 7, 8].map((at) => setting(at, flip)),
  setting(4, () => 0xff),
  setting(5, () => 0),
  setting(7, (old) => old | 0x80),
  (reply) => Buffer.from([...reply.subarray(0, 4), 0, 3, reply[6]!, reply[7]! | 0x80, 0]),
  (reply, random) => Buffer.from([...reply.subarray(0, 4), 0, 3, reply[6]!, reply[7]! | 0x80, 12 + random(244)]),
  (reply) => Buffer.from([...reply.subarray(0, 4), 0, 2, reply[6]!, reply[7]! | 0x80]),
  resized(4),
  (reply, random) => {
    const cut = resized(4)(reply, random);
    cut[8] = cut.length - 9;
    return cut;
  },
  (reply) => Buffer.concat([reply, reply]),
  (reply, random) => Buffer.concat([Buffer.alloc(1 + random(20), random(256)), reply]),
  (_, random) => Buffer.from(Array.from({ length: 12 + random(300) }, () => random(256))),
];

/** Asks this of each reply; undefined resets the connection after so many bytes of it. */
type Behaviour = (request: Buffer) => { readonly bytes: Buffer; readonly resetAfter?: number };

let lifetime: Lifetime;
let port: number;
let behave: Behaviour;

beforeAll(async () => {
  lifetime = new Lifetime('rogue peer');
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (request) => {
      const { bytes, resetAfter } = behave(request);
      if (resetAfter === undefined) socket.write(bytes);
      else if (resetAfter === 0) socket.resetAndDestroy();
      else socket.write(bytes.subarray(0, resetAfter), () => socket.resetAndDestroy());
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  lifetime.defer(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  port = (server.address() as { port: number }).port;
});
afterAll(() => lifetime.dispose());

/** Reads `rounds` times, opening anew after every rejection. @returns how often each code, or a reading, came */
async function hammer(rounds: number): Promise<Map<string, number>> {
  const settings = { host: '127.0.0.1', port, request_timeout: `${REQUEST_TIMEOUT_MS}ms` };
  const driver = modbusTcp.create(ModbusTcpConnection.parse(settings), systemClock);
  const plan = driver.plan(Array.from({ length: 10 }, (_, i) => ({ address: `HR${i}` })));
  const into: ReadingColumns = {
    timeUs: new Float64Array(10),
    value: new Float64Array(10),
    status: new Uint32Array(10),
    cells: [],
  };
  const seen = new Map<string, number>();
  await driver.open(never);
  for (let round = 0; round < rounds; round++) {
    into.value.fill(TRUE_VALUE);
    let code = 'a reading';
    try {
      await driver.read(plan, into, never);
    } catch (error) {
      ({ code } = error as { code: string });
      await driver.open(never);
    }
    // NaN is a Bad row: the rogue's exceptions 02 are refusals of an address like any other's.
    expect([...into.value].filter((value) => value !== TRUE_VALUE && !Number.isNaN(value))).toEqual([]);
    seen.set(code, (seen.get(code) ?? 0) + 1);
  }
  await driver.close();
  return seen;
}

describe('a rogue peer', () => {
  it('never has a malformed frame of 10,000 taken for a value, nor does one stop the reading', async () => {
    const random = randomFrom(21);
    behave = (request) => {
      if (random(5) === 0) return { bytes: replyTo(request, TRUE_VALUE) };
      return { bytes: MUTATORS[random(MUTATORS.length)]!(replyTo(request, POISON), random) };
    };
    const seen = await hammer(10_000);
    expect([...seen.keys()].toSorted()).toEqual(['NX_DRIVER_PROTOCOL', 'a reading']);
    expect(seen.get('NX_DRIVER_PROTOCOL')).toBeGreaterThan(6_000);
    expect(seen.get('a reading')).toBeGreaterThan(1_000);
  });

  it('resets 1,000 connections at any byte of a reply, and nothing is left uncaught', async () => {
    const random = randomFrom(25);
    let resets = 0;
    behave = (request) => {
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
