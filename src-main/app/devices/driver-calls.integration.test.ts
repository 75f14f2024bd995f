import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { NexusClient } from '../../../src-shared/contract/contract.ts';
import type { TestStep } from '../../../src-shared/contract/drivers.ts';
import { GatewayPeer } from '../../drivers/modbus/gateway-peer.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { engineRig } from '../../testing/engine-rig.ts';
import { eventually } from '../../testing/eventually.ts';

const lifetime = new Lifetime('driver calls');
let peer: GatewayPeer;
let rpc: NexusClient;
let port = 0;
let boiler: Record<string, unknown> & { readonly id: string };

beforeAll(async () => {
  peer = lifetime.add(await new GatewayPeer([1, 2], [{ address: 'HR0' }, { address: 'HR1' }]).listen());
  boiler = {
    id: 'boiler-1',
    name: 'Boiler 1',
    protocol: 'modbus-tcp',
    uns_prefix: 'acme/boiler-1',
    poll_interval: '100ms',
    connection: { host: peer.host, port: peer.port },
    tags: [{ id: 'level', address: '40002' }],
  };
  ({ rpc, port } = await engineRig([boiler], lifetime));
});
afterAll(() => lifetime.dispose());

async function test(device: Record<string, unknown>, client = rpc): Promise<readonly TestStep[]> {
  const ends: TestStep[] = [];
  for await (const step of await client.drivers.test({ signal: new AbortController().signal, input: { device } }))
    if (step.state !== 'running') ends.push(step);
  return ends;
}

const polls = async (): Promise<{ readonly polls: number; readonly pollsFailed: number }> =>
  (await rpc.devices.get({ device: 'boiler-1' })).health;

describe('a page that edits a device', () => {
  it('gets the forms, understands pasted addresses and has its tags explained', async () => {
    const { drivers: views, device, tag } = await rpc.drivers.list({});
    expect(views.map(({ id }) => id)).toContain('modbus-tcp');
    expect(device).toMatchObject({ type: 'object', properties: { uns_prefix: { title: 'Topic prefix' } } });
    expect(tag).toMatchObject({ type: 'object', properties: { address: { title: 'Address' } } });
    expect(await rpc.drivers.recognise({ text: '10.0.0.5:1502 /3' })).toEqual({
      matches: [{ id: 'modbus-tcp', title: 'Modbus TCP', connection: { host: '10.0.0.5', port: 1502, unit_id: 3 } }],
    });
    expect(await rpc.drivers.recognise({ text: 'opc.tcp://plc7:4840' })).toEqual({
      matches: [{ id: 'opcua', title: 'OPC UA', connection: { endpoint: 'opc.tcp://plc7:4840' } }],
    });
    const tags = [{ address: '40108' }, { address: '40000' }];
    const [good, bad] = await rpc.drivers.addresses({ protocol: 'modbus-tcp', connection: {}, tags });
    expect(good).toMatchObject({ fault: null, canonical: '40108', dataType: 'uint16' });
    expect(bad).toMatchObject({ fault: { field: 'address', code: 'ADDR_SPAN' } });
    await expect(rpc.drivers.addresses({ protocol: 'modbus', connection: {}, tags })).rejects.toMatchObject({
      code: 'NX_DRIVER_UNKNOWN_PROTOCOL',
    });
  });

  it('tries a device that runs on a connection of its own, and nothing is saved or disturbed', async () => {
    await vi.waitFor(async () => expect((await polls()).polls).toBeGreaterThan(2), { timeout: 10_000 });
    const before = await rpc.config.revisions({});
    const steps = await test({ ...boiler, connection: { host: peer.host, port: peer.port, unit_id: 2 } });
    expect(steps.map(({ id, state }) => `${id} ${state}`)).toEqual([
      'address pass',
      'connect pass',
      'unit pass',
      'read pass',
      'identify warn',
    ]);
    expect(steps[3]).toMatchObject({ title: 'Reads 40002', sample: [{ address: '40002', text: '201  0x00C9' }] });
    expect(peer.mostOpen).toBe(2);
    await eventually(() => expect(peer.open).toBe(1));
    expect((await polls()).pollsFailed).toBe(0);
    expect(await rpc.config.revisions({})).toEqual(before);
    expect(new Set(peer.requests.map(({ functionCode }) => functionCode))).toEqual(new Set([3, 43, 17]));
  });

  it('is told who holds the only connection that a device serves', async () => {
    peer.maxConnections = 1;
    const refused = (await test(boiler)).at(-1)!;
    peer.maxConnections = 10;
    expect(refused).toMatchObject({ state: 'fail', reason: { code: expect.stringMatching(/^NX_(NET|DRIVER)_/) } });
    expect(refused.reason!.text).toContain(
      '“Boiler 1” of this gateway is connected to it, and no second connection was served. Disable “Boiler 1” while you test',
    );
    expect((await polls()).pollsFailed).toBe(0);
  });

  it('is told what is wrong with the connection instead', async () => {
    expect(await test({ ...boiler, connection: { host: '192.168.1.300' } })).toEqual([
      {
        id: 'settings',
        title: 'Connection settings',
        state: 'fail',
        tookMs: null,
        reason: {
          code: 'HOST_SYNTAX',
          text: '“192.168.1.300” is not an IP address or host name. Each part of an IP address is 0–255.',
        },
        sample: [],
      },
    ]);
    expect((await test({ protocol: 'modbus-tcp' }))[0]).toMatchObject({ reason: { code: 'MISSING_KEY' } });
    await expect(test({})).rejects.toMatchObject({ code: 'NX_DRIVER_UNKNOWN_PROTOCOL' });
  });

  it.each([
    ['169.254.169.254', 502, 'HOST_FORBIDDEN', 'is the metadata service of cloud computers'],
    ['::ffff:169.254.169.254', 502, 'HOST_FORBIDDEN', 'is the metadata service of cloud computers'],
    ['0.0.0.0', 502, 'HOST_FORBIDDEN', 'stands for every address of this computer'],
  ])('cannot have %s:%i tried, where no device is', async (host, port, code, fact) => {
    const steps = await test({ ...boiler, connection: { host, port } });
    expect(steps).toMatchObject([
      { id: 'settings', state: 'fail', reason: { code, text: expect.stringContaining(fact) } },
    ]);
  });

  it('cannot have the gateway itself tried', async () => {
    const steps = await test({ ...boiler, connection: { host: 'localhost', port } });
    expect(steps).toMatchObject([
      {
        state: 'fail',
        reason: { code: 'SELF_CONNECT', text: expect.stringContaining('the workstation of this gateway') },
      },
    ]);
  });

  it('has tags with faults passed over, and those that are not enabled', async () => {
    const tags = [{ address: 'nonsense' }, 7, null, { address: '40001', enabled: false }, { address: 'HR1' }];
    expect((await test({ ...boiler, tags })).map(({ title }) => title)).toContain('Reads 40002');
  });

  it('sends a device with 5,000 tags as one message', async () => {
    const tags = Array.from({ length: 5_000 }, (_, index) => ({
      id: `tag-${index}`,
      name: `Temperature of zone ${index} behind the second heat exchanger`,
      description: 'Made to be as long as descriptions of real tags are. '.repeat(3),
      address: `HR${index * 2}:float32`,
      unit: 'Cel',
    }));
    const device = { ...boiler, id: 'large', name: 'Large', enabled: false, uns_prefix: 'acme/large', tags };
    expect(JSON.stringify(device).length).toBeGreaterThan(1_400_000);
    expect(await rpc.config.addDevice({ device })).toMatchObject({ diff: { devicesAdded: ['large'] } });
    expect((await rpc.devices.get({ device: 'large' })).tags).toBe(5_000);
  });
});

describe('a page that edits a device of a demo project', () => {
  it('has its twin tried while the form means the same peer', async () => {
    const simulated = {
      ...boiler,
      connection: { host: '10.0.0.9' },
    };
    const client = await engineRig([simulated], lifetime, '{ name: Demo, mode: demo }');
    const steps = await test(simulated, client.rpc);
    expect(steps[0]).toMatchObject({ id: 'simulated', state: 'pass', reason: { code: 'SIMULATED' } });
    expect(steps[0]!.reason!.text).toMatch(
      /^The device is simulated\. The test asks its twin at 127\.0\.0\.1:\d+ \/1\.$/,
    );
    expect(steps.at(-1)).toMatchObject({ id: 'identify', state: 'warn' });
    const connection = { host: '10.0.0.10', connect_timeout: '100ms', request_timeout: '100ms' };
    const other = await test({ ...simulated, connection }, client.rpc);
    expect(other.map(({ id }) => id)).not.toContain('simulated');
  });
});
