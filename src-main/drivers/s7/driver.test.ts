import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { STATUS } from '../../../src-shared/domain/quality.ts';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import type { DriverTag, ProbeStep, ReadingColumns } from '../driver.ts';
import { S7Connection } from './connection.ts';
import { S7Driver } from './driver.ts';
import { s7 } from './manifest.ts';
import { type S7Simulator, startSimulator } from './simulator.ts';

let lifetime: Lifetime;
beforeEach(() => {
  lifetime = new Lifetime('S7 driver');
});
afterEach(() => lifetime.dispose());

const never = new AbortController().signal;
const SERVED: readonly DriverTag[] = Array.from({ length: 50 }, (_, index) => ({ address: `DB1.DBW${index * 2}` }));

async function twin(
  settings: Record<string, unknown> = {},
  tags = SERVED,
): Promise<{ readonly simulator: S7Simulator; readonly connection: S7Connection }> {
  const base = S7Connection.parse({ host: '127.0.0.1', request_timeout: '500ms' });
  const simulator = await startSimulator({
    connection: base,
    tags,
    value: (index) => index,
    clock: systemClock,
    port: 0,
  });
  lifetime.defer(() => simulator.close());
  return { simulator, connection: { ...base, port: simulator.port, ...settings } };
}

function driverOf(connection: S7Connection): S7Driver {
  const driver = new S7Driver(connection, systemClock);
  lifetime.defer(() => driver.close());
  return driver;
}

const columns = (count: number): ReadingColumns => ({
  timeUs: new Float64Array(count),
  value: new Float64Array(count),
  status: new Uint32Array(count),
  cells: [],
});

describe('an address that the CPU refuses', () => {
  it('is found by halving, Bad alone and asked for no more, while all others stay Good', async () => {
    const { simulator, connection } = await twin();
    const driver = driverOf(connection);
    await driver.open(never);
    // Behind the end of DB1, which has 100 bytes; and a DB that is not there.
    const tags = [...SERVED, { address: 'DB1.DBD98' }, { address: 'DB77.DBW0' }];
    const plan = driver.plan(tags);
    const into = columns(tags.length);
    await driver.read(plan, into, never);
    expect([...into.value.subarray(0, 50)]).toEqual(SERVED.map((_, index) => index));
    expect([...into.status.subarray(50)]).toEqual([STATUS.BadConfigurationError, STATUS.BadConfigurationError]);
    expect(driver.faults(plan).get(50)).toBe(
      'DB1 is shorter on the CPU; DB1.DBD98 needs bytes 98–101. Compare it with TIA Portal. (0x05)',
    );
    expect(driver.faults(plan).get(51)).toBe(
      'The CPU has no DB77, or it has optimized access. Check its number; in TIA Portal, switch off optimized access for DB77. (0x0A)',
    );
    const before = simulator.frames().length;
    await driver.read(plan, into, never);
    expect(simulator.frames().length).toBe(before + 1);
    expect(driver.faults(plan).size).toBe(2);
  });

  it('never stops the others where it is one of many', async () => {
    const { connection } = await twin();
    const driver = driverOf(connection);
    await driver.open(never);
    const tags = Array.from({ length: 100 }, (_, index) => ({ address: `DB1.DBW${index * 2}` }));
    const plan = driver.plan(tags);
    const into = columns(tags.length);
    for (let poll = 0; poll < 8; poll++) await driver.read(plan, into, never);
    expect([...into.status].map((status) => status === STATUS.Good)).toEqual(tags.map((_, index) => index < 50));
  });
});

describe('a CPU whose PUT/GET is off', () => {
  it('is told in the words of TIA Portal, and read again as soon as it is on', async () => {
    const { simulator, connection } = await twin();
    const driver = driverOf(connection);
    await driver.open(never);
    const plan = driver.plan(SERVED);
    const into = columns(SERVED.length);
    simulator.isPutGetAllowed = false;
    await driver.read(plan, into, never);
    expect(driver.faults(plan).get(0)).toMatch(/^The CPU refused the read\. In TIA Portal, allow PUT\/GET/);
    simulator.isPutGetAllowed = true;
    await driver.read(plan, into, never);
    expect([...into.value]).toEqual(SERVED.map((_, index) => index));
    expect(driver.faults(plan).size).toBe(0);
  });
});

describe('the test of a connection', () => {
  async function probe(connection: S7Connection, tags: readonly DriverTag[] = []): Promise<ProbeStep[]> {
    const steps = new Map<string, ProbeStep>();
    for await (const step of s7.probe!(connection, tags, { clock: systemClock }, never)) steps.set(step.id, step);
    return [...steps.values()];
  }

  it('says step by step what it found', async () => {
    const { connection } = await twin();
    const steps = await probe(connection, [{ address: 'DB1.DBW84' }]);
    expect(steps.map(({ id, state }) => [id, state])).toEqual([
      ['address', 'pass'],
      ['connect', 'pass'],
      ['cpu', 'pass'],
      ['identify', 'pass'],
      ['read', 'pass'],
    ]);
    expect(steps[2]!.sample).toEqual([{ address: 'PDU', text: '480 bytes' }]);
    expect(steps[3]!.sample).toContainEqual({ address: 'Type', text: 'CPU 1500 twin' });
    expect(steps[4]!.sample).toEqual([{ address: 'DB1.DBW84', text: '42  0x002A' }]);
  });

  it('names a wrong rack or slot by its message', async () => {
    const { connection } = await twin({ slot: 2 });
    const steps = await probe(connection);
    expect(steps.find(({ id }) => id === 'cpu')).toMatchObject({
      title: 'CPU at rack 0 slot 2',
      state: 'fail',
      reason: {
        code: 's7.slot',
        text: 'Connected to 127.0.0.1, but no CPU at rack 0 slot 2. S7-1200/1500 use slot 1, S7-300 slot 2.',
      },
    });
  });

  it('names PUT/GET by its message', async () => {
    const { simulator, connection } = await twin();
    simulator.isPutGetAllowed = false;
    const steps = await probe(connection, [{ address: 'DB1.DBW0' }]);
    expect(steps.at(-1)).toMatchObject({ id: 'read', state: 'fail', reason: { code: 's7.putget' } });
  });

  it('takes no offence at a CPU without bit memory where there is no tag', async () => {
    const { connection } = await twin();
    expect((await probe(connection)).at(-1)).toMatchObject({ id: 'read', title: 'Reads MB0', state: 'warn' });
  });

  it('fails at once where nothing listens', async () => {
    const { simulator, connection } = await twin();
    await simulator.setFault('refuse');
    expect((await probe(connection)).at(-1)).toMatchObject({
      id: 'connect',
      state: 'fail',
      reason: { code: 'NX_NET_REFUSED' },
    });
  });
});

describe('the simulator', () => {
  it('serves every type with values of any waveform', async () => {
    const tags = [
      'DB1.DBX0.0',
      'DB1.DBB1',
      'DB1.DBW2:S5TIME',
      'DB1.DBW4:DATE',
      'DB1.DBB6:DT',
      'DB1.DBB14:DTL',
      'DB1.DBB26:STRING[8]',
      'T1',
      'DB1.DBD40:REAL',
    ].map((address) => ({ address }));
    const base = S7Connection.parse({ host: '127.0.0.1' });
    const simulator = await startSimulator({
      connection: base,
      tags,
      value: () => 12.3,
      clock: systemClock,
      port: 0,
    });
    lifetime.defer(() => simulator.close());
    const driver = driverOf({ ...base, port: simulator.port });
    await driver.open(never);
    const into = columns(tags.length);
    const plan = driver.plan(tags);
    await driver.read(plan, into, never);
    expect([...driver.faults(plan)]).toEqual([]);
    expect([...into.value]).toEqual([
      1,
      12,
      10,
      Date.UTC(1990, 0, 1) * 1_000,
      Date.UTC(1990, 0, 1) * 1_000,
      12,
      Number.NaN,
      10,
      Math.fround(12.3),
    ]);
    expect(into.cells).toEqual([{ row: 6, kind: 'string', value: '12.3' }]);
  });
});
