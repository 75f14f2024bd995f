import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isGood } from '../../../src-shared/domain/quality.ts';
import { systemClock } from '../../kernel/clock.ts';
import { type Random, randomFrom } from '../../testing/random-from.ts';
import type { ReadingColumns } from '../driver.ts';
import { S7Connection } from './connection.ts';
import { S7Driver } from './driver.ts';
import { acceptSetup, acknowledge, CONNECT_CONFIRM, type Reaction, ScriptedCpu } from './scripted-cpu.ts';

const never = new AbortController().signal;
const TRUE_VALUE = 0x1234;
/** What every reply that breaks the protocol carries: to see it as a value is to have been fooled. */
const POISON = 0xdead;
const TAGS = Array.from({ length: 10 }, (_, index) => ({ address: `DB1.DBW${index * 2}` }));

function replyTo(pdu: Buffer, value: number): Buffer {
  const word = value.toString(16).padStart(4, '0');
  return acknowledge(pdu, '0401', `ff0400a0${word.repeat(10)}`);
}

type Mutator = (reply: Buffer, random: Random) => Buffer;

const at =
  (place: number): Mutator =>
  (reply, random) => {
    reply[place] = reply[place]! ^ (1 + random(255));
    return reply;
  };

/** Cuts or adds bytes and keeps the length of the TPKT in step, so that only the content is wrong. */
const resized: Mutator = (reply, random) => {
  const by = 1 + random(12);
  const changed =
    random(2) === 0 ? reply.subarray(0, reply.length - by) : Buffer.concat([reply, Buffer.alloc(by, 0xde)]);
  changed.writeUInt16BE(changed.length, 2);
  return changed;
};

/** Every byte of the headers, except the reserved ones, which nobody reads: TPKT 1 and S7 2–3. */
const HEADER_BYTES = [0, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 14, 15, 16, 19, 20, 22, 23, 24];
const MUTATORS: readonly Mutator[] = [
  ...HEADER_BYTES.map(at),
  resized,
  (reply, random) => Buffer.concat([Buffer.alloc(1 + random(20), random(256)), reply]),
  (_, random) => Buffer.from(Array.from({ length: 7 + random(300) }, () => random(256))),
  (reply, random) => {
    const cut = reply.subarray(0, 7 + random(reply.length - 8));
    cut.writeUInt16BE(cut.length, 2);
    return cut;
  },
];

let cpu: ScriptedCpu;
let job: (pdu: Buffer) => Reaction = () => undefined;
let shake: (step: 'connect' | 'setup', right: Buffer) => Reaction = (_, right) => right;
const uncaught: unknown[] = [];
const onUncaught = (error: unknown): void => void uncaught.push(error);

beforeAll(async () => {
  process.on('uncaughtException', onUncaught);
  process.on('unhandledRejection', onUncaught);
  cpu = await new ScriptedCpu((step, pdu) => {
    if (step === 'connect') return shake(step, Buffer.from(CONNECT_CONFIRM));
    return step === 'setup' ? shake(step, acceptSetup(pdu)) : job(pdu);
  }).listen();
});
afterAll(async () => {
  process.off('uncaughtException', onUncaught);
  process.off('unhandledRejection', onUncaught);
  await cpu.dispose();
});

function driverOf(connectTimeout = '10s'): S7Driver {
  const { host, port } = cpu;
  return new S7Driver(
    S7Connection.parse({ host, port, request_timeout: '60ms', connect_timeout: connectTimeout }),
    systemClock,
  );
}

/** Reads `rounds` times, opening anew after every rejection. @returns how often each code, or a reading, came */
async function hammer(rounds: number): Promise<Map<string, number>> {
  const driver = driverOf();
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
    into.status.fill(0);
    // A refusal of the rogue is one like any other's: each plan begins without what was learnt.
    let code = 'a reading';
    try {
      await driver.read(driver.plan(TAGS), into, never);
    } catch (error) {
      ({ code } = error as { code: string });
      await driver.open(never);
    }
    const isFooled: boolean = [...into.value].some((value, row) => isGood(into.status[row]!) && value !== TRUE_VALUE);
    expect(isFooled, code).toBe(false);
    seen.set(code, (seen.get(code) ?? 0) + 1);
  }
  await driver.close();
  return seen;
}

describe('a rogue CPU', () => {
  it('never has a malformed frame of 10,000 taken for a value, nor does one stop the reading', async () => {
    const random = randomFrom(102);
    let malformed = 0;
    job = (pdu) => {
      if (random(8) === 0) return replyTo(pdu, TRUE_VALUE);
      malformed++;
      return MUTATORS[random(MUTATORS.length)]!(replyTo(pdu, POISON), random);
    };
    const seen = await hammer(12_000);
    expect(malformed).toBeGreaterThan(10_000);
    expect(
      [...seen.keys()].filter((code) => !['NX_DRIVER_PROTOCOL', 'NX_DRIVER_TIMEOUT', 'a reading'].includes(code)),
    ).toEqual([]);
    expect(seen.get('NX_DRIVER_PROTOCOL')).toBeGreaterThan(8_000);
    expect(uncaught).toEqual([]);
  });

  it('ends a handshake at any byte, malformed or reset, and nothing is left uncaught or open', async () => {
    const random = randomFrom(103);
    const codes = new Set<string>();
    job = (pdu) => replyTo(pdu, TRUE_VALUE);
    for (let round = 0; round < 1_000; round++) {
      const target = random(2) === 0 ? 'connect' : 'setup';
      const kind = random(4);
      shake = (step, right) => {
        if (step !== target) return right;
        if (kind === 0) return 'reset';
        if (kind === 1) return 'end';
        if (kind === 2) return right.subarray(0, random(right.length));
        right[random(right.length)] = random(256);
        return right;
      };
      const driver = driverOf('100ms');
      codes.add(
        await driver.open(never).then(
          () => 'open',
          (error: { code: string }) => error.code,
        ),
      );
      await driver.close();
    }
    shake = (_, right) => right;
    expect([...codes].filter((code) => !['open', 'NX_NET_REFUSED', 'NX_NET_TIMEOUT'].includes(code))).toEqual([]);
    expect(codes).toContain('NX_NET_REFUSED');
    expect(uncaught).toEqual([]);
    await expect.poll(() => cpu.open).toBe(0);
  });

  it('never has anything but the confirmation taken for one, and every write is sent once', async () => {
    const random = randomFrom(104);
    const codes = new Map<string, number>();
    job = (pdu) => {
      const right = acknowledge(pdu, '0501', 'ff');
      if (random(8) === 0) return right;
      const changed = Buffer.from(right);
      const place = [0, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 14, 15, 16, 19, 20][random(16)]!;
      changed[place] = changed[place]! ^ (1 + random(255));
      return changed;
    };
    const driver = driverOf();
    for (let round = 0; round < 2_000; round++) {
      await driver.open(never);
      const before = cpu.jobs.length;
      const told = await driver.write(TAGS[0]!, 7, never).then(
        () => 'written',
        (error: { code: string }) => error.code,
      );
      expect(cpu.jobs.length - before).toBe(1);
      codes.set(told, (codes.get(told) ?? 0) + 1);
    }
    await driver.close();
    expect([...codes.keys()].toSorted()).toEqual(['NX_DRIVER_UNKNOWN_OUTCOME', 'written']);
    expect(codes.get('written')).toBeLessThan(400);
    expect(uncaught).toEqual([]);
  });
});
