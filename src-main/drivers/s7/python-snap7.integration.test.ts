import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isGood, STATUS } from '../../../src-shared/domain/quality.ts';
import { systemClock } from '../../kernel/clock.ts';
import { FaultProxy } from '../../testing/fault-proxy.ts';
import { PythonSnap7Peer, pythonSnap7Missing } from '../../testing/python-snap7.ts';
import type { DriverTag, ReadingColumns } from '../driver.ts';
import { S7Connection } from './connection.ts';
import { S7Driver } from './driver.ts';

const never = new AbortController().signal;

describe.skipIf(pythonSnap7Missing() !== undefined)('a CPU by python-snap7, whose errors are its own', () => {
  let peer: PythonSnap7Peer;
  let proxy: FaultProxy;
  let driver: S7Driver;

  beforeAll(async () => {
    peer = await PythonSnap7Peer.start();
  });
  afterAll(() => peer.dispose());
  beforeEach(async () => {
    proxy = await new FaultProxy(peer).listen();
    const connection = S7Connection.parse({ host: '127.0.0.1', port: proxy.port, request_timeout: '1s' });
    driver = new S7Driver(connection, systemClock);
    await driver.open(never);
  });
  afterEach(async () => {
    await driver.close();
    await proxy.dispose();
  });

  async function read(
    tags: readonly DriverTag[],
  ): Promise<ReadingColumns & { readonly faults: ReadonlyMap<number, string> }> {
    const size = tags.length;
    const into = {
      timeUs: new Float64Array(size),
      value: new Float64Array(size),
      status: new Uint32Array(size),
      cells: [],
    };
    const plan = driver.plan(tags);
    await driver.read(plan, into, never);
    return { ...into, faults: driver.faults(plan) };
  }

  const codeOf = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => 'done',
      (error: { readonly code?: unknown }) => error.code,
    );

  it('reads one range and several', async () => {
    const one = await read([{ address: 'DB1.DBW2' }, { address: 'DB1.DBB9' }]);
    expect([...one.value]).toEqual([0x0203, 9]);
    const several = await read([{ address: 'DB1.DBW2' }, { address: 'DB2.DBW4' }, { address: 'DB1.DBB99' }]);
    expect([...several.value]).toEqual([0x0203, 0, 99]);
    expect([...several.status].every(isGood)).toBe(true);
  });

  it('takes single writes, and what was written is read back', async () => {
    expect(await codeOf(driver.write({ address: 'DB2.DBW0' }, 4_711, never))).toBe('done');
    expect([...(await read([{ address: 'DB2.DBW0' }])).value]).toEqual([4_711]);
  });

  it('refuses writing where nothing is, with an acknowledgement that has no data; the link stays', async () => {
    expect(await codeOf(driver.write({ address: 'DB9.DBW0' }, 1, never))).toBe('NX_DRIVER_REJECTED');
    expect(await codeOf(driver.write({ address: 'DB2.DBD8' }, 1, never))).toBe('NX_DRIVER_REJECTED');
    expect([...(await read([{ address: 'DB1.DBB7' }])).value]).toEqual([7]);
    expect(proxy.connections).toBe(1);
  });

  it('has the blame for a block that is not there, or too short, put on the tags of it alone', async () => {
    const tags = [{ address: 'DB1.DBB1' }, { address: 'DB9.DBW0' }, { address: 'DB1.DBW99' }, { address: 'DB2.DBW2' }];
    const first = await read(tags);
    const { value, status, faults } = first.faults.size === 2 ? first : await read(tags);
    expect([value[0], value[3]]).toEqual([1, 0]);
    expect([...status].map(isGood)).toEqual([true, false, false, true]);
    expect([status[1], status[2]]).toEqual([STATUS.BadConfigurationError, STATUS.BadConfigurationError]);
    expect(faults.get(1)).toContain('The CPU has no DB9');
    expect(faults.get(2)).toContain('DB1.DBW99 needs bytes 99–100');
    expect(proxy.connections).toBe(1);
  });

  it('survives 30 resets at any point of connecting and reading', async () => {
    const codes = new Set<unknown>();
    for (let round = 0; round < 30; round++) {
      proxy.slice(4, 1);
      await driver.close();
      const work = codeOf(driver.open(never).then(() => read([{ address: 'DB1.DBB1' }])));
      await systemClock.sleep(round);
      proxy.rst();
      codes.add(await work);
      await proxy.restore();
    }
    const expected = new Set(['NX_NET_REFUSED', 'NX_DRIVER_DISCONNECTED', 'done']);
    expect([...codes].filter((code) => !expected.has(String(code)))).toEqual([]);
    await driver.open(never);
    expect([...(await read([{ address: 'DB1.DBB1' }])).value]).toEqual([1]);
  });
});
