import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NexusClient } from '../../../src-shared/contract/contract.ts';
import { GatewayPeer } from '../../drivers/modbus/gateway-peer.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { engineRig } from '../../testing/engine-rig.ts';
import { eventually } from '../../testing/eventually.ts';
import { freePort } from '../../testing/free-port.ts';

const lifetime = new Lifetime('fresh values');
let rpc: NexusClient;
let peer: GatewayPeer;

beforeAll(async () => {
  const cells = Array.from({ length: 8 }, (_, at) => ({ address: `HR${at}` }));
  peer = lifetime.add(await new GatewayPeer([1], cells).listen());
  const device = (id: string, port: number) => ({
    id,
    protocol: 'modbus-tcp',
    uns_prefix: `acme/${id}`,
    poll_interval: '60s',
    connection: { host: peer.host, port },
    tags: [{ id: 'level', address: '40002', scale: 10 }],
  });
  ({ rpc } = await engineRig([device('boiler-1', peer.port), device('away', await freePort())], lifetime));
  await eventually(async () =>
    expect((await rpc.devices.get({ device: 'boiler-1' })).health.status.kind).toBe('connected'),
  );
});
afterAll(() => lifetime.dispose());

describe('values of this moment', () => {
  it('are read from the device, and a row of one that is away says so beside the others', async () => {
    const [own, away, none] = await rpc.values.readNow({
      tags: [
        { device: 'boiler-1', tag: 'level' },
        { device: 'away', tag: 'level' },
        { device: 'boiler-1', tag: 'nothing' },
      ],
    });
    expect(own).toMatchObject({ status: 0, fault: null, value: Number(own!.raw) * 10 });
    expect(own!.readUs).toBeGreaterThan(Date.now() * 1_000 - 10_000_000);
    expect(away).toMatchObject({ value: null, readUs: 0, fault: { code: 'NX_DRIVER_DISCONNECTED' } });
    expect(away!.fault!.text).toMatch(/“away” is not connected, so nothing was read\./);
    expect(none).toMatchObject({ value: null, fault: { code: 'NX_NOT_FOUND' } });
  });

  it('of addresses without tags come once a second to everybody who looks, each with its own fault, until nobody does', async () => {
    const looks = [new AbortController(), new AbortController()];
    const addresses = [{ address: '40003', data_type: 'uint16' as const }, { address: '40000' }];
    const firsts = looks.map(async ({ signal }) => {
      const stream = await rpc.values.peek({ signal, input: { device: 'boiler-1', addresses } });
      for await (const { values } of stream) return values;
      return [];
    });
    for (const values of await Promise.all(firsts)) {
      expect(values[0]).toMatchObject({ dataType: 'uint16', status: 0, fault: null });
      expect(values[1]).toMatchObject({ raw: null, fault: { text: expect.stringContaining('40000 does not exist') } });
    }
    for (const look of looks) look.abort();
    expect((await rpc.devices.tags({ device: 'boiler-1' })).map(({ id }) => id)).toEqual(['level']);
  });
});
