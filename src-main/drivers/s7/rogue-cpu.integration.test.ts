import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { randomFrom } from '../../testing/random-from.ts';
import { S7Connection } from './connection.ts';
import { S7Driver } from './driver.ts';
import { acknowledge, answering, type Reaction, ScriptedCpu } from './scripted-cpu.ts';

const never = new AbortController().signal;
/** Every byte of the headers, except the reserved ones, which nobody reads: TPKT 1 and S7 2–3. */
const HEADER_BYTES = [0, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 14, 15, 16, 19, 20];

let cpu: ScriptedCpu;
let job: (pdu: Buffer) => Reaction = () => undefined;
const uncaught: unknown[] = [];
const onUncaught = (error: unknown): void => void uncaught.push(error);

beforeAll(async () => {
  process.on('uncaughtException', onUncaught);
  process.on('unhandledRejection', onUncaught);
  cpu = await new ScriptedCpu(answering((pdu) => job(pdu))).listen();
});
afterAll(async () => {
  process.off('uncaughtException', onUncaught);
  process.off('unhandledRejection', onUncaught);
  await cpu.dispose();
});

it('a rogue CPU never has anything but the confirmation taken for one, and every write is sent once', async () => {
  const random = randomFrom(104);
  const codes = new Map<string, number>();
  job = (pdu) => {
    const right = acknowledge(pdu, '0501', 'ff');
    if (random(8) === 0) return right;
    const changed = Buffer.from(right);
    const place = HEADER_BYTES[random(HEADER_BYTES.length)]!;
    changed[place] = changed[place]! ^ (1 + random(255));
    return changed;
  };
  const driver = new S7Driver(
    S7Connection.parse({ host: cpu.host, port: cpu.port, request_timeout: '60ms' }),
    systemClock,
  );
  for (let round = 0; round < 2_000; round++) {
    await driver.open(never);
    const before = cpu.jobs.length;
    const told = await driver.write({ address: 'DB1.DBW0' }, 7, never).then(
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
