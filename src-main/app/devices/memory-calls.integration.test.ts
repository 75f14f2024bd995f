import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NexusClient } from '../../../src-shared/contract/contract.ts';
import { GatewayPeer } from '../../drivers/modbus/gateway-peer.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { engineRig } from '../../testing/engine-rig.ts';

const lifetime = new Lifetime('memory calls');
let peer: GatewayPeer;
let rpc: NexusClient;

const device = (id: string, port: number, more: object = {}) => ({
  id,
  name: id,
  protocol: 'modbus-tcp',
  uns_prefix: `acme/${id}`,
  poll_interval: '60s',
  connection: { host: '127.0.0.1', port },
  tags: [{ id: 'level', address: '40002' }],
  ...more,
});

beforeAll(async () => {
  const tags = [0, 1, 4].map((wire) => ({ address: `HR${wire}` }));
  peer = lifetime.add(await new GatewayPeer([1], tags).listen());
  ({ rpc } = await engineRig(
    [
      device('boiler', peer.port),
      device('spare', peer.port, { enabled: false }),
      device('made', 0, { protocol: 'calculated', connection: undefined, tags: [] }),
    ],
    lifetime,
  ));
});
afterAll(() => lifetime.dispose());

const cellsOf = (base64: string): readonly number[] => {
  const bytes = Buffer.from(base64, 'base64');
  return Array.from({ length: bytes.length / 2 }, (_, i) => bytes.readUInt16BE(i * 2));
};

describe('the memory of a device', () => {
  it('is told as areas with the notations of their addresses', async () => {
    const { title, byteOrders, areas } = await rpc.memory.areas({ device: 'boiler' });
    expect([title, byteOrders[0]]).toEqual(['Registers', 'ABCD']);
    expect(areas.map(({ id, cell, perRequest }) => [id, cell, perRequest])).toEqual([
      ['holding', 'register', 125],
      ['input', 'register', 125],
      ['discrete', 'bit', 2_000],
      ['coil', 'bit', 2_000],
    ]);
    expect(areas[0]!.notations[0]).toMatchObject({ id: '40001', prefix: '4', base: 1 });
  });

  it('is read over the connection that stands, with functions that read only, around what the device does not have', async () => {
    await expect.poll(async () => (await rpc.devices.get({ device: 'boiler' })).health.status.kind).toBe('connected');
    // The first poll may come a moment later than the connection; the next one is a minute away.
    await expect.poll(() => peer.requests.length).toBeGreaterThan(0);
    const before = peer.requests.length;
    const seen = await rpc.memory.read({ device: 'boiler', area: 'holding', start: 0, count: 6 });
    expect(cellsOf(seen.bytes)).toEqual([100, 101, 0, 0, 102, 0]);
    expect(seen.unread.map(({ start, count, kind }) => [start, count, kind])).toEqual([
      [2, 2, 'missing'],
      [5, 1, 'missing'],
    ]);
    expect(seen.unread[0]!.reason.text).toContain('(exception 02)');
    expect(seen.isOwnConnection).toBe(false);
    expect(peer.open).toBe(1);
    const sent = peer.requests.slice(before);
    expect(sent).toHaveLength(seen.requests);
    expect(new Set(sent.map(({ functionCode }) => functionCode))).toEqual(new Set([3]));
  });

  it('of a disabled device is read over a connection that ends with the read', async () => {
    const seen = await rpc.memory.read({ device: 'spare', area: 'holding', start: 0, count: 2 });
    expect([cellsOf(seen.bytes), seen.isOwnConnection]).toEqual([[100, 101], true]);
    await expect.poll(() => peer.open).toBe(1);
  });

  it('is refused where the protocol has none, and outside the area', async () => {
    await expect(rpc.memory.areas({ device: 'made' })).rejects.toMatchObject({
      code: 'NX_REQUEST_INVALID',
      message: expect.stringContaining('no memory to look at'),
    });
    await expect(
      rpc.memory.read({ device: 'boiler', area: 'holding', start: 65_530, count: 10 }),
    ).rejects.toMatchObject({ code: 'NX_REQUEST_INVALID' });
    await expect(rpc.memory.read({ device: 'boiler', area: 'DB1', start: 0, count: 1 })).rejects.toMatchObject({
      code: 'NX_REQUEST_INVALID',
    });
  });

  it('becomes tags in the notation of the device, with what the device does not say already', async () => {
    const values = [
      { area: 'holding', start: 107, dataType: 'float32', byteOrder: 'ABCD' },
      { area: 'holding', start: 107, dataType: 'uint32', byteOrder: 'CDAB' },
      { area: 'input', start: 0, dataType: 'int16' },
      { area: 'holding', start: 3, bit: 5, dataType: 'bool' },
      { area: 'coil', start: 11, dataType: 'bool' },
      { area: 'holding', start: 20, dataType: 'string', length: 8 },
    ];
    expect(await rpc.memory.tags({ device: 'boiler', values })).toEqual([
      { address: '40108', data_type: 'float32' },
      { address: '40108', data_type: 'uint32', byte_order: 'CDAB' },
      { address: '30001', data_type: 'int16' },
      { address: '40004.5' },
      { address: '00012' },
      { address: '40021', data_type: 'string', length: 8 },
    ]);
  });
});
