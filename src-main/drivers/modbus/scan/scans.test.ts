import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../kernel/clock.ts';
import { Lifetime } from '../../../kernel/lifetime.ts';
import type { DriverManifest, DriverTag } from '../../driver.ts';
import type { ScanRow } from '../../scan.ts';
import { GatewayPeer } from '../gateway-peer.ts';
import { modbusTcp } from '../manifest.ts';
import { modbusRtuOverTcp } from '../rtu/manifest.ts';
import { ScriptedPeer } from '../scripted-peer.ts';

const never = new AbortController().signal;
let lifetime = new Lifetime('scans');
afterEach(async () => {
  await lifetime.dispose();
  lifetime = new Lifetime('scans');
});

interface Outcome {
  readonly rows: readonly ScanRow[];
  readonly progress: readonly string[];
}

async function scan(
  manifest: DriverManifest<never>,
  id: string,
  place: object,
  options: object,
  signal = never,
): Promise<Outcome> {
  const { scans, connection } = manifest as unknown as DriverManifest;
  const found = scans!.find((one) => one.id === id)!;
  const rows = new Map<string, ScanRow>();
  const progress: string[] = [];
  const given = connection.parse({ host: '127.0.0.1', ...place });
  for await (const event of found.run(given, found.options.parse(options), { clock: systemClock }, signal)) {
    if (event.type === 'rows') for (const row of event.rows) rows.set(row.id, row);
    else progress.push(`${event.done}/${event.total} ${event.found}`);
  }
  return { rows: [...rows.values()], progress };
}

async function twin(manifest: DriverManifest<never>, tags: readonly DriverTag[], unit = 1) {
  const protocol = manifest as unknown as DriverManifest;
  const parsed = protocol.connection.parse({ host: '127.0.0.1', unit_id: unit });
  const made = await protocol.simulate({
    connection: parsed,
    tags,
    value: (i) => 0x4100 + i,
    clock: systemClock,
    port: 0,
  });
  lifetime.defer(() => made.close());
  return made;
}

describe.each([
  ['Modbus TCP', modbusTcp, 7],
  ['RTU over TCP', modbusRtuOverTcp, 1],
] as const)('a scan of registers over %s', (_, manifest, at) => {
  const protocol = manifest as unknown as DriverManifest<never>;

  it('tells what each register holds and where there is none', async () => {
    const tags = [0, 1, 2, 20, 21].map((wire) => ({ address: `HR${wire}` }));
    const { port, ...simulator } = await twin(protocol, tags).then((made) => ({
      port: made.port,
      functions: () => made.frames().map((frame) => frame[at]),
    }));
    const { rows, progress } = await scan(protocol, 'registers', { port }, { from: 0, count: 24 });
    expect(rows.filter(({ state }) => state === 'found').map(({ cells }) => cells)).toEqual([
      ['40001', '16640', '0x4100', 'A·'],
      ['40002', '16641', '0x4101', 'A·'],
      ['40003', '16642', '0x4102', 'A·'],
      ['40021', '16643', '0x4103', 'A·'],
      ['40022', '16644', '0x4104', 'A·'],
    ]);
    expect(rows.filter(({ state }) => state === 'refused').map(({ cells }) => cells.slice(0, 2))).toEqual([
      ['40004–40020', 'no register (exception 02)'],
      ['40023–40024', 'no register (exception 02)'],
    ]);
    expect(rows[0]!.address).toBe('40001');
    expect(progress.at(-1)).toBe('24/24 5');
    expect(new Set(simulator.functions())).toEqual(new Set([3]));
  });

  it('never asks for half a pair where only pairs are read', async () => {
    const made = await twin(protocol, [{ address: 'HR0:float32' }, { address: 'HR6:float32' }]);
    await scan(protocol, 'registers', { port: made.port }, { from: 0, count: 10, pairs: true });
    const counts = made.frames().map((frame) => frame[at + 4]!);
    expect(Math.min(...counts)).toBe(2);
  });

  it('reads coils', async () => {
    const made = await twin(protocol, [{ address: 'C3' }]);
    made.frames();
    const { rows } = await scan(protocol, 'registers', { port: made.port }, { area: 'coil', from: 2, count: 3 });
    // 0x4100 is no truth value: the twin says so with exception 04.
    expect(rows.map(({ cells }) => cells.slice(0, 2))).toEqual([
      ['00003', 'no coil (exception 02)'],
      ['00004', 'the device could not carry out the request (exception 04)'],
      ['00005', 'no coil (exception 02)'],
    ]);
  });
});

describe('a scan of units', () => {
  it('finds those that answer twice, and asks with function 3 only', async () => {
    const gateway = lifetime.add(await new GatewayPeer([2, 5], [{ address: 'HR0' }]).listen());
    const { rows, progress } = await scan(
      modbusTcp as unknown as DriverManifest<never>,
      'units',
      { port: gateway.port },
      { from: 1, to: 6 },
    );
    expect(rows.map(({ id, cells, connection }) => [id, cells[1], connection])).toEqual([
      ['2', 'holding register 0 is 200', { unit_id: 2 }],
      ['5', 'holding register 0 is 500', { unit_id: 5 }],
    ]);
    expect(progress).toEqual(['1/6 0', '2/6 1', '3/6 1', '4/6 1', '5/6 2', '6/6 2']);
    expect(gateway.requests.map(({ unit, functionCode }) => [unit, functionCode])).toEqual(
      [1, 2, 2, 3, 4, 5, 5, 6].map((unit) => [unit, 3]),
    );
  });

  it('goes on behind units that say nothing', async () => {
    const { port } = await twin(modbusRtuOverTcp as unknown as DriverManifest<never>, [{ address: 'HR0' }], 3);
    const { rows } = await scan(
      modbusRtuOverTcp as unknown as DriverManifest<never>,
      'units',
      { port },
      { from: 1, to: 4, timeout: '50ms' },
    );
    expect(rows.map(({ id, state }) => [id, state])).toEqual([['3', 'found']]);
  });

  it('does not take a unit for one that answered once and then no more', async () => {
    const once = [{ request: '', reply: ['0001 0000 0005 01 03 02 019C'] }];
    const peer = lifetime.add(await new ScriptedPeer({ exchanges: once }).listen());
    const protocol = modbusTcp as unknown as DriverManifest<never>;
    const options = { from: 1, to: 1, timeout: '100ms' };
    const { rows, progress } = await scan(protocol, 'units', { port: peer.port }, options);
    expect(rows.map(({ state, cells }) => [state, cells[1]])).toEqual([['silent', 'answered once of two times']]);
    expect(progress).toEqual(['1/1 0']);
  });

  it('ends at once when it is called off, and leaves no connection', async () => {
    const gateway = lifetime.add(await new GatewayPeer([1], [{ address: 'HR0' }]).listen());
    const stop = new AbortController();
    const protocol = modbusTcp as unknown as DriverManifest<never>;
    const running = scan(protocol, 'units', { port: gateway.port }, { from: 1, to: 247 }, stop.signal);
    const ended = expect(running).rejects.toMatchObject({ code: 'NX_CANCELLED' });
    await expect.poll(() => gateway.requests.length).toBeGreaterThan(2);
    stop.abort();
    await ended;
    await expect.poll(() => gateway.open).toBe(0);
    // The last request may have been under way when it was called off; after it there is none.
    const { length } = gateway.requests;
    await systemClock.sleep(150);
    expect(gateway.requests).toHaveLength(length);
  });

  it('says so where nobody listens', async () => {
    const gateway = await new GatewayPeer([1], [{ address: 'HR0' }]).listen();
    await gateway.dispose();
    const protocol = modbusTcp as unknown as DriverManifest<never>;
    await expect(scan(protocol, 'units', { port: gateway.port }, {})).rejects.toMatchObject({ code: 'NX_NET_REFUSED' });
  });
});
