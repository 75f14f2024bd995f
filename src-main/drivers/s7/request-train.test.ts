import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import type { ReadingColumns } from '../driver.ts';
import { S7Connection } from './connection.ts';
import { S7Driver } from './driver.ts';
import { acknowledge, CONNECT_CONFIRM, type Reaction, ScriptedCpu } from './scripted-cpu.ts';

let lifetime: Lifetime;
beforeEach(() => {
  lifetime = new Lifetime('requests in flight');
});
afterEach(() => lifetime.dispose());

const never = new AbortController().signal;
/** One block of 100 bytes: with a PDU of 64 three requests. */
const TAGS = Array.from({ length: 50 }, (_, i) => ({ address: `DB1.DBW${i * 2}` }));
const VALUES = TAGS.map((_, i) => i * 2);

/** Each word holds its own address. */
function answer(job: Buffer): Buffer {
  const [count, start] = [job.readUInt16BE(16), job.readUIntBE(21, 3) >> 3];
  const data = Buffer.alloc(count);
  for (let at = 0; at < count; at += 2) data.writeUInt16BE(start + at, at);
  return acknowledge(job, '0401', `ff04${(count * 8).toString(16).padStart(4, '0')}${data.toString('hex')}`);
}

/** @param parallel what the CPU says it takes for calls of either side */
async function given(parallel: readonly [number, number], job: (pdu: Buffer, place: number) => Reaction, fields = {}) {
  let place = 0;
  const script = (step: string, pdu: Buffer): Reaction => {
    if (step === 'connect') return CONNECT_CONFIRM;
    const agreed = parallel.map((each) => each.toString(16).padStart(4, '0')).join('');
    return step === 'setup' ? acknowledge(pdu, `f000${agreed}0040`, '') : job(Buffer.from(pdu), place++);
  };
  const cpu = lifetime.add(await new ScriptedCpu(script).listen());
  const { host, port } = cpu;
  const driver = new S7Driver(S7Connection.parse({ host, port, request_timeout: '150ms', ...fields }), systemClock);
  lifetime.defer(() => driver.close());
  await driver.open(never);
  const read = async (): Promise<ReadingColumns> => {
    const [timeUs, value] = [new Float64Array(TAGS.length), new Float64Array(TAGS.length)];
    const into = { timeUs, value, status: new Uint32Array(TAGS.length), cells: [] };
    await driver.read(driver.plan(TAGS), into, never);
    return into;
  };
  return { cpu, driver, read };
}

describe('requests in flight', () => {
  it('are as many as both sides take, and the parts of a block may come in any order', async () => {
    const held: Buffer[] = [];
    const { cpu, read } = await given([8, 3], (pdu) => {
      held.push(answer(pdu));
      return held.length < 3 ? undefined : Buffer.concat(held.splice(0).toReversed());
    });
    expect([...(await read()).value]).toEqual(VALUES);
    expect([...(await read()).value]).toEqual(VALUES);
    expect(cpu.jobs).toHaveLength(6);
  });

  it.each([
    ['the CPU takes one', [1, 8], {}],
    ['the CPU says nothing of it', [0, 0], {}],
    ['the connection wants one', [8, 8], { requests_in_flight: 1 }],
  ] as const)('are one where %s', async (_why, parallel, fields) => {
    let waiting = 0;
    let most = 0;
    const { cpu, read } = await given(
      parallel,
      (pdu) => {
        most = Math.max(most, ++waiting);
        setTimeout(() => {
          waiting--;
          cpu.send(answer(pdu));
        }, 5);
        return undefined;
      },
      fields,
    );
    expect([...(await read()).value]).toEqual(VALUES);
    expect([cpu.jobs.length, most]).toEqual([3, 1]);
  });

  it('have their time anew with each reply', async () => {
    const { cpu, read } = await given([3, 3], (pdu, place) => {
      setTimeout(() => cpu.send(answer(pdu)), 100 * (place + 1));
      return undefined;
    });
    expect([...(await read()).value]).toEqual(VALUES);
  });

  it.each([
    ['is silent after the first', (pdu: Buffer, place: number) => (place === 0 ? answer(pdu) : undefined), 'TIMEOUT'],
    [
      'answers one twice',
      (pdu: Buffer, place: number) => (place === 0 ? Buffer.concat([answer(pdu), answer(pdu)]) : undefined),
      'PROTOCOL',
    ],
    [
      'ends the connection in between',
      (pdu: Buffer, place: number) => (place === 1 ? 'end' : answer(pdu)),
      'DISCONNECTED',
    ],
  ] as const)('end with the connection where the CPU %s, and all is read by the next', async (_what, job, code) => {
    let isFaulty = true;
    const { driver, read } = await given([3, 3], (pdu, place) => (isFaulty ? job(pdu, place) : answer(pdu)));
    await expect(read()).rejects.toMatchObject({ code: `NX_DRIVER_${code}` });
    isFaulty = false;
    await driver.open(never);
    expect([...(await read()).value]).toEqual(VALUES);
  });

  it('leave those of a refused block out, and the CPU is asked for each part alone', async () => {
    // DB1 ends at 60 bytes: what lies beyond is no such address.
    const { read } = await given([3, 3], (pdu) =>
      (pdu.readUIntBE(21, 3) >> 3) + pdu.readUInt16BE(16) > 60 ? acknowledge(pdu, '0401', '05000000') : answer(pdu),
    );
    const { value, status } = await read();
    expect([...value.subarray(0, 30)]).toEqual(VALUES.slice(0, 30));
    expect([...status.subarray(30)].every((each) => each >>> 30 === 2)).toBe(true);
  });
});
