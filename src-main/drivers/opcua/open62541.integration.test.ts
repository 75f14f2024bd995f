import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isGood, STATUS } from '../../../src-shared/domain/quality.ts';
import { systemClock } from '../../kernel/clock.ts';
import { FaultProxy } from '../../testing/fault-proxy.ts';
import { Open62541Peer, PLANT } from '../../testing/open62541-peer.ts';
import { trixieMissing } from '../../testing/trixie.ts';
import type { Driver, DriverTag, ReadingColumns, WriteValue } from '../driver.ts';
import { OpcUaConnection } from './connection.ts';
import { opcua } from './manifest.ts';

const missing = trixieMissing('open62541');
const never = new AbortController().signal;

const columns = (count: number): ReadingColumns => ({
  timeUs: new Float64Array(count),
  value: new Float64Array(count),
  status: new Uint32Array(count),
  cells: [],
});

const named = (name: string): DriverTag => ({ address: name.includes('=') ? name : `${PLANT}s=${name}` });

/** What the server has at its start, as a number or exactly. */
const SCALARS: readonly (readonly [string, unknown])[] = [
  ['bool', 1],
  ['sbyte', -128],
  ['byte', 255],
  ['int16', -32_768],
  ['uint16', 65_535],
  ['int32', -2_147_483_648],
  ['uint32', 4_294_967_295],
  ['int64', -9_007_199_254_740_993n],
  ['uint64', 18_446_744_073_709_551_615n],
  ['float', 1.5],
  ['double', 0.1],
  ['string', 'Ölpumpe 7 °C'],
  ['datetime', '2023-11-14T22:13:20.1234567Z'],
  ['guid', '72962B91-FA75-4AE6-8D28-B404DC7DAF63'],
  ['bytes', Uint8Array.of(1, 2, 255)],
  ['localized', 'Läuft'],
  ['qualified', 'Pump'],
  ['status', 0x808c_0000],
  ['nodeid', 'ns=1;s=x'],
  ['array.int32[0]', 10],
  ['array.int32[3]', 40],
  ['array.double[2]', 2.5],
  ['array.uint64[0]', 18_446_744_073_709_551_615n],
  ['array.bool[1]', 0],
  ['array.string[1]', 'two'],
  [`${PLANT}i=5001`, -2_147_483_648],
  [`${PLANT}g=72962b91-fa75-4ae6-8d28-b404dc7daf63`, 0.1],
  [`${PLANT}b=TS8=`, 0.1],
];

describe.skipIf(missing)('a server made of open62541', () => {
  let peer: Open62541Peer;
  let proxy: FaultProxy;
  let driver: Driver;

  const connect = (fields: object = {}): OpcUaConnection =>
    OpcUaConnection.parse({
      endpoint: `opc.tcp://${proxy.host}:${proxy.port}`,
      request_timeout: '1s',
      connect_timeout: '3s',
      allow_writes_unsecured: true,
      ...fields,
    });

  /** What one read says of each tag: exactly where a number does not hold it. */
  async function read(
    tags: readonly DriverTag[],
  ): Promise<{ into: ReadingColumns; values: unknown[]; faults: unknown[] }> {
    const plan = driver.plan(tags);
    const into = columns(tags.length);
    await driver.read(plan, into, never);
    const values = tags.map((_, row) => into.cells.find((cell) => cell.row === row)?.value ?? into.value[row]);
    return { into, values, faults: tags.map((_, row) => driver.faults!(plan).get(row)) };
  }

  const write = (tag: DriverTag, value: WriteValue): Promise<string> =>
    driver.write(tag, value, never).then(
      () => 'written',
      (error: { readonly code: string }) => error.code,
    );

  beforeAll(async () => {
    peer = await Open62541Peer.start('counters=5', 'interval=0');
  });
  beforeEach(async () => {
    proxy = await new FaultProxy(peer).listen();
    driver = opcua.create(connect(), { clock: systemClock });
  });
  afterEach(async () => {
    await driver.close();
    await proxy.dispose();
  });
  afterAll(() => peer?.dispose());

  it('is read in every scalar type and element by element, exactly', async () => {
    await driver.open(never);
    const { into, values } = await read(SCALARS.map(([name]) => named(name)));
    expect(values).toEqual(SCALARS.map(([, value]) => value));
    expect([...into.status].every(isGood)).toBe(true);
    const nowUs = Date.now() * 1_000;
    expect([...into.timeUs].every((us) => Math.abs(us - nowUs) < 5e6)).toBe(true);
  });

  it('keeps status codes, and gives no value where one is Bad', async () => {
    await driver.open(never);
    const { into, values, faults } = await read(['bad', 'uncertain', 'clamped'].map(named));
    expect([...into.status]).toEqual([STATUS.BadSensorFailure, STATUS.UncertainLastUsableValue, STATUS.GoodClamped]);
    expect(values).toEqual([Number.NaN, 4.25, 4.25]);
    expect(faults[0]).toBe('The server says that the sensor failed. Check the sensor. (BadSensorFailure)');
  });

  it('lets what cannot be read be Bad alone, each with its reason', async () => {
    await driver.open(never);
    const wrong = ['nope', 'writeonly', 'array.long', 'array.int32[9]', 'i=85', 'nsu=urn:nobody;s=x', 'range'];
    const { into, faults } = await read([named('double'), ...wrong.map(named), named('int16')]);
    expect(into.value[0]).toBe(0.1);
    expect(into.value[8]).toBe(-32_768);
    expect([...into.status].map(isGood)).toEqual([true, ...wrong.map(() => false), true]);
    expect(faults.slice(1, 8)).toEqual([
      'The server has no such node. Check the address, or browse the server for it. (BadNodeIdUnknown)',
      'The node cannot be read. Check its access level on the server. (BadNotReadable)',
      'The node holds 100000 values, longer than the 65536 characters of a text. Write which one behind the address: [0] to [99999].',
      'The array has no such element. Check the number in brackets; it counts from 0. (BadIndexRangeNoData)',
      'The node has no value: it is an object or a folder. Choose a variable below it. (BadAttributeIdInvalid)',
      'The server has no namespace “urn:nobody”. Check the address, or browse the server for it.',
      'The node holds a value of the structure Range, which is no single value. Choose a variable below it.',
    ]);
  });

  it('is written in every type that can be, and read back', async () => {
    await driver.open(never);
    const writes: readonly (readonly [string, WriteValue, unknown])[] = [
      ['bool', false, 0],
      ['sbyte', 127, 127],
      ['byte', 1, 1],
      ['int16', 32_767, 32_767],
      ['uint16', 2, 2],
      ['int32', 3, 3],
      ['uint32', 4_000_000_000, 4_000_000_000],
      ['int64', -(2n ** 63n), -(2n ** 63n)],
      ['uint64', 2n ** 64n - 2n, 2n ** 64n - 2n],
      ['float', -0.5, -0.5],
      ['double', Math.PI, Math.PI],
      ['string', 'Насос', 'Насос'],
      ['localized', 'Steht', 'Steht'],
      ['datetime', '2026-11-21T17:41:18.2503217Z', '2026-11-21T17:41:18.2503217Z'],
      ['guid', '09087e75-8e5e-499b-954f-f2a9603db28a', '09087E75-8E5E-499B-954F-F2A9603DB28A'],
      ['bytes', '00 ff 10', Uint8Array.of(0, 255, 16)],
      ['bytes', 'AQL/', Uint8Array.of(1, 2, 255)],
      ['array.int32[2]', 99, 99],
      ['array.bytes[1]', 'fe', Uint8Array.of(254)],
    ];
    for (const [name, value, back] of writes) {
      expect(await write(named(name), value), name).toBe('written');
      expect((await read([named(name)])).values[0], name).toEqual(back);
    }
    expect((await read([named('array.int32[1]'), named('array.int32[3]')])).values).toEqual([20, 40]);
    await peer.restart('counters=5', 'interval=0');
  });

  it('refuses what it does not take, and the link stays', async () => {
    await driver.open(never);
    expect(await write(named('readonly'), 5)).toBe('NX_DRIVER_REJECTED');
    expect(await write(named('nope'), 5)).toBe('NX_DRIVER_REJECTED');
    expect(await write(named('nsu=urn:nobody;s=x'), 5)).toBe('NX_DRIVER_REJECTED');
    expect(await write(named('int32'), 1.5)).toBe('NX_VALUE_TYPE');
    expect(await write(named('sbyte'), 200)).toBe('NX_VALUE_RANGE');
    expect(await write(named('bytes'), 'x')).toBe('NX_VALUE_TYPE');
    expect(await write(named('nodeid'), 'i=85')).toBe('NX_ADDRESS_READ_ONLY');
    // The tag says another type than the node has: the server refuses once, and is asked then.
    const wrong = { ...named('int16'), dataType: 'float64' } as const;
    expect(await write(wrong, 7)).toBe('NX_DRIVER_REJECTED');
    expect(await write(wrong, -32_768)).toBe('written');
    expect((await read([named('int16')])).values).toEqual([-32_768]);
    expect(proxy.connections).toBe(1);
  });

  it('sends nothing over a connection without security unless that is allowed', async () => {
    driver = opcua.create(connect({ allow_writes_unsecured: false }), { clock: systemClock });
    await driver.open(never);
    expect(await write(named('int32'), 1)).toBe('NX_ADDRESS_READ_ONLY');
  });

  it('is read in as few requests as it takes nodes, and its namespaces are found wherever they are', async () => {
    await peer.restart('counters=100', 'interval=0', 'read=7', 'shift');
    const tags = Array.from({ length: 100 }, (_, i) => named(`counter.${i}`));
    await driver.open(never);
    expect(driver.plan(tags).summary.requests.length).toBe(15);
    const { values } = await read(tags);
    expect(values).toEqual(tags.map(() => 1));
    expect((await read([{ address: 'ns=3;s=double' }, { address: 'ns=2;s=double' }])).values).toEqual([
      0.1,
      Number.NaN,
    ]);
    await peer.restart('counters=5', 'interval=0');
    await driver.open(never);
    expect((await read([named('double'), { address: 'ns=2;s=double' }])).values).toEqual([0.1, 0.1]);
  });

  it('tells the truth of a write whose confirmation is swallowed, and writes once', async () => {
    await driver.open(never);
    await read([named('int32')]);
    proxy.halfOpen();
    expect(await write(named('int32'), 77)).toBe('NX_DRIVER_UNKNOWN_OUTCOME');
    await proxy.restore();
    await driver.open(never);
    expect((await read([named('int32')])).values).toEqual([77]);
  });

  it('refuses a connection while it is gone, and opens when it is back', async () => {
    await driver.open(never);
    await peer.kill();
    await expect(read([named('double')])).rejects.toMatchObject({ code: 'NX_DRIVER_DISCONNECTED' });
    await expect(driver.open(never)).rejects.toMatchObject({ code: expect.stringMatching(/^NX_NET_/) });
    await peer.restart('counters=5', 'interval=0');
    await driver.open(never);
    expect((await read([named('double')])).values).toEqual([0.1]);
  });

  it('opens nothing that it leaves behind, cut at any moment of 40 connects', async () => {
    const codes = new Set<string>();
    for (let cut = 0; cut < 40; cut++) {
      const opening = driver.open(never).then(
        () => 'open',
        (error: { readonly code: string }) => error.code,
      );
      await systemClock.sleep(cut * 1.5);
      proxy.rst();
      codes.add(await opening);
    }
    expect([...codes].filter((code) => code !== 'open' && code !== 'NX_NET_REFUSED')).toEqual([]);
    await driver.close();
    await expect.poll(() => proxy.open).toBe(0);
    await driver.open(never);
    expect((await read([named('double')])).values).toEqual([0.1]);
  });

  it('is shared by polled devices: a fault of one strands the others, who open at once and are told nothing', async () => {
    const shared = new Map<string, unknown>();
    const others = [0, 1, 2].map(() =>
      opcua.create(connect({ request_timeout: '300ms' }), { clock: systemClock, shared }),
    );
    const readOne = async (device: Driver): Promise<number> => {
      const into = columns(1);
      await device.read(device.plan([named('double')]), into, never);
      return into.value[0]!;
    };
    try {
      for (const device of others) await device.open(never);
      for (const device of others) expect(await readOne(device)).toBe(0.1);
      expect(proxy.connections).toBe(1);
      proxy.blackhole();
      await expect(readOne(others[0]!)).rejects.toMatchObject({ code: 'NX_DRIVER_TIMEOUT' });
      await proxy.restore();
      expect(others.map(({ isStranded }) => isStranded)).toEqual([false, true, true]);
      expect(others.map(({ dials }) => dials)).toEqual([true, true, true]);
      await others[1]!.open(never);
      expect(others[2]!.dials).toBe(false);
      for (const device of [others[2]!, others[0]!]) await device.open(never);
      for (const device of others) expect(await readOne(device)).toBe(0.1);
      expect([proxy.connections, others.some(({ isStranded }) => isStranded)]).toEqual([2, false]);
    } finally {
      for (const device of others) await device.close();
    }
    await expect.poll(() => proxy.open).toBe(0);
  });
});
