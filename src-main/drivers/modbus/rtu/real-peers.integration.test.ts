import { execFile } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../kernel/clock.ts';
import { Lifetime } from '../../../kernel/lifetime.ts';
import { freePort } from '../../../testing/free-port.ts';
import { PtyPair } from '../../../testing/pty-pair.ts';
import { Driven } from '../../driven.ts';
import type { DriverManifest, DriverTag, WriteValue } from '../../driver.ts';
import { LibmodbusPeer } from '../libmodbus-peer.ts';
import { modbusTcp } from '../manifest.ts';
import vectors from '../testdata/vectors.json' with { type: 'json' };
import { modbusRtu, modbusRtuOverTcp } from './manifest.ts';
import { PymodbusPeer } from './pymodbus-peer.ts';

const UNIT = 17;
const TIMEOUT_MS = 200;
const WRITTEN_FROM = 1_500;
const never = new AbortController().signal;
const COMMON = { unit_id: UNIT, request_timeout: `${TIMEOUT_MS}ms` };

const tagsAt = (from: number): DriverTag[] =>
  vectors.map(({ type, order, length }, i) => ({
    address: `HR${from + i * 10}:${type}${length === undefined ? '' : `(${length})`}:${order}`,
  }));
const read = tagsAt(0);
const written = tagsAt(WRITTEN_FROM);
const memory = [
  ...vectors.map((vector, i) => `holding ${i * 10} ${vector.words}`),
  'input 4 beef',
  'coil 5 1',
  'discrete 9 1',
];
/** As the vectors have it: 64-bit integers beyond 2^53 exactly. */
const valueOf = (vector: (typeof vectors)[number]): WriteValue =>
  'exact' in vector && vector.exact !== undefined && vector.type !== 'string' ? BigInt(vector.exact) : vector.value!;
const asNumber = (value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);
const wanted = vectors.map((vector) => asNumber(valueOf(vector)));

/** One transport: its driver and its peer. */
interface Transport {
  readonly driven: Driven;
  readonly peer: PymodbusPeer;
  readonly probe: () => ReturnType<NonNullable<DriverManifest['probe']>>;
}

async function overSockets(kind: 'tcp' | 'rtu-tcp', manifest: DriverManifest, lifetime: Lifetime): Promise<Transport> {
  const port = await freePort();
  const peer = lifetime.add(await PymodbusPeer.start(kind, port, UNIT, memory));
  const connection = { ...COMMON, host: '127.0.0.1', port };
  return makeTransport(manifest, connection, peer, lifetime);
}

async function overSerial(lifetime: Lifetime): Promise<Transport> {
  const pair = lifetime.add(await new PtyPair().plug());
  const peer = lifetime.add(await PymodbusPeer.start('rtu', pair.b, UNIT, memory));
  const connection = { ...COMMON, path: pair.a, baud_rate: 19_200 };
  return makeTransport(modbusRtu as DriverManifest, connection, peer, lifetime);
}

function makeTransport(
  manifest: DriverManifest,
  connection: object,
  peer: PymodbusPeer,
  lifetime: Lifetime,
): Transport {
  const driven = new Driven(manifest, connection);
  lifetime.defer(() => driven.close());
  const parsed = manifest.connection.parse(connection);
  return { driven, peer, probe: () => manifest.probe!(parsed, [], { clock: systemClock }, never) };
}

describe.skipIf(PymodbusPeer.missing())('pymodbus', () => {
  describe.each([
    ['over Modbus TCP', (lifetime: Lifetime) => overSockets('tcp', modbusTcp as DriverManifest, lifetime)],
    ['over RTU in TCP', (lifetime: Lifetime) => overSockets('rtu-tcp', modbusRtuOverTcp as DriverManifest, lifetime)],
    ['over a serial port', overSerial],
  ] as const)('%s', (_, start) => {
    const lifetime = new Lifetime('pymodbus');
    let transport: Transport;
    beforeAll(async () => {
      transport = await start(lifetime);
    });
    afterAll(() => lifetime.dispose());

    it('has every data type in every order read as it is', async () => {
      expect(((await transport.driven.read(read)) as unknown[]).map(asNumber)).toEqual(wanted);
      const others = [{ address: 'IR4' }, { address: 'C5' }, { address: 'C6' }, { address: 'DI9' }];
      expect(await transport.driven.read(others)).toEqual([0xbeef, 1, 0, 1]);
    });

    it('takes every data type in every order, and has it read back', async () => {
      for (const [i, vector] of vectors.entries())
        expect(await transport.driven.write(written[i]!, valueOf(vector))).toBe('written');
      expect(((await transport.driven.read(written)) as unknown[]).map(asNumber)).toEqual(wanted);
      expect(await transport.driven.write({ address: 'C40' }, true)).toBe('written');
      expect(await transport.driven.read([{ address: 'C40' }, { address: 'C41' }])).toEqual([1, 0]);
    });

    it('has the address it refuses found out, and all others read in the same poll', async () => {
      const edge = [{ address: 'HR2990' }, { address: 'HR2996' }, { address: 'HR3100' }];
      expect(await transport.driven.read(edge)).toEqual([0, 0, Number.NaN]);
    });

    it('says who it is', async () => {
      // A serial port has one owner.
      await transport.driven.close();
      const found: Record<string, string> = {};
      for await (const { id, state, sample } of transport.probe())
        if (id === 'identify' && state === 'pass') for (const { address, text } of sample) found[address] = text;
      expect(found).toEqual({ Vendor: 'Pymodbus', Product: 'PM', Revision: '3.0' });
    });

    it('that stops is told in time, and is read again once it goes on', async () => {
      await transport.driven.read(read);
      transport.peer.server.kill('SIGSTOP');
      const startMs = performance.now();
      expect(await transport.driven.read(read)).toBe('NX_DRIVER_TIMEOUT');
      expect(performance.now() - startMs).toBeLessThan(TIMEOUT_MS + 250);
      transport.peer.server.kill('SIGCONT');
      await setTimeout(2 * TIMEOUT_MS);
      expect(((await transport.driven.read(read)) as unknown[]).map(asNumber)).toEqual(wanted);
    });
  });

  it('pulled out of its serial port 12 times, is read again each time it is plugged in', async () => {
    const lifetime = new Lifetime('pull');
    // A port that is left open would keep the process.
    onTestFinished(() => lifetime.dispose());
    const pair = lifetime.add(new PtyPair());
    const driven = new Driven(modbusRtu as DriverManifest, {
      ...COMMON,
      // Each peer is a process that has just come to life.
      request_timeout: '500ms',
      path: pair.a,
      baud_rate: 115_200,
    });
    lifetime.defer(() => driven.close());
    const codes = new Set<unknown>();
    for (let round = 0; round < 12; round++) {
      await pair.plug();
      const peer = await PymodbusPeer.start('rtu', pair.b, UNIT, memory);
      expect(((await driven.read(read)) as unknown[]).map(asNumber)).toEqual(wanted);
      const reading = driven.read(read);
      await setTimeout(round);
      await pair.unplug();
      codes.add(typeof (await reading) === 'string' ? await reading : 'a reading');
      await peer.dispose();
    }
    codes.delete('a reading');
    expect([...codes]).toEqual(['NX_DRIVER_DISCONNECTED']);
    expect(await driven.read(read)).toBe('NX_NET_UNREACHABLE');
  }, 120_000);
});

describe.skipIf(PymodbusPeer.missing())('two devices of a line', () => {
  it('that set it in different ways are told so, and the line is free for other settings once it is closed', async () => {
    const lifetime = new Lifetime('settings');
    const pair = lifetime.add(await new PtyPair().plug());
    const shared = new Map<string, unknown>();
    const make = (settings: object) => {
      const connection = modbusRtu.connection.parse({ path: pair.a, ...settings });
      const driver = modbusRtu.create(connection, { clock: systemClock, shared });
      lifetime.defer(() => driver.close());
      return driver;
    };
    const [first, second] = [make({ baud_rate: 9_600 }), make({ baud_rate: 19_200, parity: 'even', unit_id: 2 })];
    await first.open(never);
    await expect(second.open(never)).rejects.toMatchObject({
      code: 'NX_NET_REFUSED',
      message: expect.stringContaining('is set to 9600 8N1 by another device, and this one wants 19200 8E1.'),
    });
    await make({ baud_rate: 9_600, unit_id: 3 }).open(never);
    await lifetime.dispose();
    for (const baud_rate of [4_800, 38_400]) {
      // socat ends with whoever closes his end.
      const other = await new PtyPair().plug();
      const connection = modbusRtu.connection.parse({ path: other.a, baud_rate });
      const driver = modbusRtu.create(connection, { clock: systemClock, shared });
      await driver.open(never);
      await driver.close();
      await other.dispose();
    }
  });
});

describe.skipIf(PymodbusPeer.missing() ?? LibmodbusPeer.missing())('libmodbus', () => {
  it('as a device on a serial port is read and written in every data type and order', async () => {
    const lifetime = new Lifetime('libmodbus');
    const pair = lifetime.add(await new PtyPair().plug());
    lifetime.add(await LibmodbusPeer.start(memory, 1, pair.b));
    const driven = new Driven(modbusRtu as DriverManifest, { ...COMMON, path: pair.a, baud_rate: 19_200 });
    lifetime.defer(() => driven.close());
    expect(((await driven.read(read)) as unknown[]).map(asNumber)).toEqual(wanted);
    for (const [i, vector] of vectors.entries())
      expect(await driven.write(written[i]!, valueOf(vector))).toBe('written');
    expect(((await driven.read(written)) as unknown[]).map(asNumber)).toEqual(wanted);
    expect(await driven.write({ address: 'C40' }, true)).toBe('written');
    expect(await driven.read([{ address: 'HR2990' }, { address: 'HR3100' }])).toEqual([0, Number.NaN]);
    await lifetime.dispose();
  });
});

describe.skipIf(PymodbusPeer.missing())('mbpoll', () => {
  it('reads and writes a simulated device over a pair of serial ports', async () => {
    const lifetime = new Lifetime('mbpoll');
    const { serveSerial } = await import('./serial-simulator.ts');
    const pair = lifetime.add(await new PtyPair().plug());
    const simulated = await serveSerial({
      connection: modbusRtu.connection.parse({ path: pair.b, baud_rate: 19_200, parity: 'none', unit_id: 5 }),
      tags: [{ address: 'HR0' }, { address: 'HR1' }, { address: 'HR10:float32' }, { address: 'C3' }],
      value: (index) => [412, 7, 1.5, 1][index]!,
      clock: systemClock,
    });
    lifetime.defer(() => simulated.close());
    const mbpoll = async (...args: string[]): Promise<string> => {
      const line = ['-m', 'rtu', '-a', '5', '-b', '19200', '-P', 'none', '-0', '-1', ...args];
      return (await promisify(execFile)('mbpoll', line)).stdout;
    };
    expect(await mbpoll('-t', '4', '-r', '0', '-c', '2', pair.a)).toMatch(/\[0\]:\s+412\s+\[1\]:\s+7/);
    expect(await mbpoll('-t', '4:float', '-B', '-r', '10', pair.a)).toMatch(/\[10\]:\s+1\.5/);
    expect(await mbpoll('-t', '4', '-r', '1', pair.a, '99')).toContain('Written 1 references.');
    expect(await mbpoll('-t', '0', '-r', '3', pair.a, '0')).toContain('Written 1 references.');
    expect(await mbpoll('-t', '4', '-r', '0', '-c', '2', pair.a)).toMatch(/\[0\]:\s+412\s+\[1\]:\s+99/);
    await expect(mbpoll('-t', '4', '-r', '700', pair.a)).rejects.toThrow(/Illegal data address/);
    await lifetime.dispose();
  });
});
