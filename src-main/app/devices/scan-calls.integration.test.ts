import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NexusClient } from '../../../src-shared/contract/contract.ts';
import type { ScanEvent, ScanRow } from '../../../src-shared/contract/drivers.ts';
import { GatewayPeer } from '../../drivers/modbus/gateway-peer.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { engineRig } from '../../testing/engine-rig.ts';
import { freePort } from '../../testing/free-port.ts';

const lifetime = new Lifetime('scan calls');
const never = new AbortController().signal;
let peer: GatewayPeer;
let rpc: NexusClient;
let boiler: Record<string, unknown> & { readonly id: string };

beforeAll(async () => {
  peer = lifetime.add(await new GatewayPeer([1, 2, 40], [{ address: 'HR0' }, { address: 'HR1' }]).listen());
  boiler = {
    id: 'boiler-1',
    name: 'Boiler 1',
    protocol: 'modbus-tcp',
    uns_prefix: 'acme/boiler-1',
    poll_interval: '60s',
    connection: { host: peer.host, port: peer.port },
    tags: [{ id: 'level', address: '40002' }],
  };
  ({ rpc } = await engineRig([boiler], lifetime));
});
afterAll(() => lifetime.dispose());

const scan = (id: string, options: Record<string, unknown>, signal = never, device = boiler) =>
  rpc.drivers.scan({ signal, input: { device, scan: id, options } });

async function collect(events: AsyncIterable<ScanEvent>) {
  const rows: ScanRow[] = [];
  const notes: string[] = [];
  let progress = '';
  for await (const event of events) {
    if (event.type === 'rows') rows.push(...event.rows);
    else if (event.type === 'note') notes.push(event.text);
    else progress = `${event.done} of ${event.total}, ${event.found} found`;
  }
  return { rows, notes, progress };
}

describe('a scan', () => {
  it('of units streams what it finds at 20 requests a second at most, and says who shares the line', async () => {
    await expect.poll(async () => (await rpc.devices.get({ device: 'boiler-1' })).health.status.kind).toBe('connected');
    const before = peer.requests.length;
    const startMs = performance.now();
    const { rows, notes, progress } = await collect(await scan('units', { from: 1, to: 40 }));
    const tookMs = performance.now() - startMs;
    expect(rows.map(({ id }) => id)).toEqual(['1', '2', '40']);
    expect(notes).toEqual([expect.stringContaining('“Boiler 1” is connected to this endpoint and goes on.')]);
    expect(progress).toBe('40 of 40, 3 found');
    const sent = peer.requests.slice(before);
    expect(sent.length).toBeGreaterThanOrEqual(43);
    // The first one waits for nobody.
    expect(tookMs).toBeGreaterThan(42 * 50 - 5);
    expect(new Set(sent.map(({ functionCode }) => functionCode))).toEqual(new Set([3]));
  });

  it('of registers shows them and the holes', async () => {
    const { rows } = await collect(await scan('registers', { count: 4 }));
    expect(rows.map(({ state, cells }) => `${state} ${cells[0]} ${cells[1]}`)).toContain('found 40002 101');
    expect(rows.findLast(({ state }) => state === 'refused')!.cells[0]).toBe('40003–40004');
  });

  it('is one at a time for an endpoint, and its place is free again once it is stopped', async () => {
    const stop = new AbortController();
    const first = await scan('units', { from: 1, to: 247 }, stop.signal);
    const seen: string[] = [];
    await expect(
      (async () => {
        for await (const { type } of first) {
          seen.push(type);
          if (type !== 'progress') continue;
          await expect(collect(await scan('registers', {}))).rejects.toMatchObject({ code: 'NX_PROBE_BUSY' });
          stop.abort();
        }
      })(),
    ).rejects.toBeTruthy();
    await expect
      .poll(
        async () =>
          collect(await scan('registers', { count: 1 })).then(
            () => 'free',
            () => 'taken',
          ),
        { timeout: 10_000 },
      )
      .toBe('free');
    const { length } = peer.requests;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(peer.requests.length - length).toBeLessThanOrEqual(1);
  });

  it('of what the protocol does not have, or with a wrong option, is refused before anything is sent', async () => {
    await expect(collect(await scan('everything', {}))).rejects.toMatchObject({ code: 'NX_REQUEST_INVALID' });
    await expect(collect(await scan('registers', { count: 70_000 }))).rejects.toMatchObject({
      code: 'NX_REQUEST_INVALID',
      message: expect.stringContaining('Count 70000 is outside 1–10000'),
    });
    const other = { ...boiler, connection: { host: '127.0.0.1', port: await freePort() } };
    await expect(collect(await scan('units', {}, never, other))).rejects.toMatchObject({ code: 'NX_NET_REFUSED' });
  });

  it('is followed by the question what stands there', async () => {
    const { samples, values } = await rpc.drivers.detect({ device: boiler, address: '40001', count: 2, expected: 10 });
    expect(samples).toBe(8);
    expect(values[0]).toMatchObject({ address: '40001', dataType: 'uint16', byteOrder: null, scale: 0.1, text: '100' });
    expect(values[0]!.evidence[0]).toBe('+ ÷ 10 is the 10 that it should read');
    await expect(rpc.drivers.detect({ device: boiler, address: 'C3' })).rejects.toMatchObject({
      code: 'NX_REQUEST_INVALID',
    });
    await expect(rpc.drivers.detect({ device: boiler, address: '40900', count: 2 })).rejects.toMatchObject({
      code: 'NX_DRIVER_REJECTED',
    });
  });

  it('is listed with the form of its options', async () => {
    const { drivers: views } = await rpc.drivers.list({});
    const { scans } = views.find(({ id }) => id === 'modbus-tcp')!;
    expect(scans.map(({ id, makes }) => [id, makes])).toEqual([
      ['units', 'devices'],
      ['registers', 'tags'],
    ]);
    expect(scans[1]!.options['properties']).toMatchObject({ count: { default: 200, title: 'Count' } });
  });
});

describe('a simulated device', () => {
  it('has its twin scanned and looked at, on a serial line too', async () => {
    const meter = {
      id: 'meter-1',
      protocol: 'modbus-rtu',
      uns_prefix: 'acme/meter-1',
      connection: { path: '/dev/ttyS77', unit_id: 4 },
      tags: [{ id: 'power', address: 'HR10:float32' }],
    };
    const client = await engineRig([meter], lifetime, '{ name: Demo, mode: demo }');
    const input = { device: meter, scan: 'registers', options: { from: 8, count: 4 } };
    const { rows, notes } = await collect(await client.rpc.drivers.scan({ signal: never, input }));
    expect(rows.filter(({ state }) => state === 'found').map(({ address }) => address)).toEqual(['40011', '40012']);
    expect(notes[0]).toMatch(/^The device is simulated\. The scan asks its twin at 127\.0\.0\.1:\d+ \/4\.$/);
    const { values } = await client.rpc.drivers.detect({ device: meter, address: '40011', count: 2 });
    expect(values[0]).toMatchObject({ address: '40011', dataType: 'float32', byteOrder: 'ABCD' });
  });
});
