import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { STATUS } from '../../../src-shared/domain/quality.ts';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import type { ReadingColumns } from '../driver.ts';
import { ModbusTcpConnection } from './connection.ts';
import { modbusTcp } from './manifest.ts';
import { ScriptedPeer } from './scripted-peer.ts';

/** Three registers too far apart for one request. */
const TAGS = ['HR0', 'HR500', 'HR1000'].map((address) => ({ address }));
const ASKED = '000100000006010300000001' + '0002000000060103' + '01F40001' + '0003000000060103' + '03E80001';
const [FIRST, SECOND, THIRD] = [
  '00010000000501030200 0B',
  '00020000000501030200 16',
  '00030000000501030200 21',
] as const;
const EXCEPTION = '0002000000030183 02';

let lifetime: Lifetime;

beforeEach(() => {
  lifetime = new Lifetime('requests in flight');
});
afterEach(() => lifetime.dispose());

async function read(reply: readonly string[]) {
  const peer = lifetime.add(await new ScriptedPeer({ exchanges: [{ request: ASKED, reply }] }).listen());
  const connection = { host: '127.0.0.1', port: peer.port, request_timeout: '200ms', requests_in_flight: 8 };
  const driver = modbusTcp.create(ModbusTcpConnection.parse(connection), { clock: systemClock });
  lifetime.defer(() => driver.close());
  const never = new AbortController().signal;
  await driver.open(never);
  const plan = driver.plan(TAGS);
  const into: ReadingColumns = {
    timeUs: new Float64Array(3),
    value: new Float64Array(3),
    status: new Uint32Array(3),
    cells: [],
  };
  const code = await driver.read(plan, into, never).then(
    () => 'read',
    (error: { readonly code: string }) => error.code,
  );
  return { asked: peer.asked, code, values: [...into.value], status: [...into.status], faults: driver.faults!(plan) };
}

describe('requests in flight', () => {
  it('are sent in one packet, and their replies are told apart however they are cut', async () => {
    const whole = `${FIRST}${SECOND}${THIRD}`.replaceAll(' ', '');
    for (const cuts of [[], [3], [11, 22], [7, 15, 30], [12, 13, 14]]) {
      const segments = [0, ...cuts].map((at, i) => whole.slice(at * 2, (cuts[i] ?? whole.length) * 2));
      const { asked, code, values } = await read(segments);
      expect(asked).toEqual([ASKED]);
      expect([code, values]).toEqual(['read', [11, 22, 33]]);
    }
  });

  it('fail alone: what the device refuses in the middle leaves the others theirs', async () => {
    const { code, values, status, faults } = await read([`${FIRST}${EXCEPTION}${THIRD}`]);
    expect([code, values]).toEqual(['read', [11, Number.NaN, 33]]);
    expect([status[0], status[2]]).toEqual([STATUS.Good, STATUS.Good]);
    expect([...faults.keys()]).toEqual([1]);
  });

  it.each([
    ['in another order', [`${SECOND}${FIRST}${THIRD}`], 'NX_DRIVER_PROTOCOL'],
    ['with one twice', [`${FIRST}${FIRST}${THIRD}`], 'NX_DRIVER_PROTOCOL'],
    ['with one too many', [`${FIRST}${SECOND}${THIRD}${THIRD}`], 'NX_DRIVER_PROTOCOL'],
    ['with the last one missing', [`${FIRST}${SECOND}`], 'NX_DRIVER_TIMEOUT'],
    ['with the last one cut', [`${FIRST}${SECOND}${THIRD.slice(0, 12)}`], 'NX_DRIVER_TIMEOUT'],
    ['with a length that is another’s', [`${FIRST}${SECOND.replace('0005', '0009')}${THIRD}`], 'NX_DRIVER_PROTOCOL'],
  ])('close the connection when their replies come %s', async (_how, reply, due) => {
    expect((await read(reply)).code).toBe(due);
  });
});
