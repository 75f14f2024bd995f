import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NexusClient } from '../../../src-shared/contract/contract.ts';
import { GatewayPeer } from '../../drivers/modbus/gateway-peer.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { engineRig } from '../../testing/engine-rig.ts';
import { eventually } from '../../testing/eventually.ts';

const lifetime = new Lifetime('loose tags');
let rpc: NexusClient;

beforeAll(async () => {
  const cells = Array.from({ length: 4 }, (_, at) => ({ address: `HR${at}` }));
  const peer = lifetime.add(await new GatewayPeer([1], cells).listen());
  const boiler = {
    id: 'boiler-1',
    protocol: 'modbus-tcp',
    uns_prefix: 'acme/boiler-1',
    poll_interval: '100ms',
    connection: { host: peer.host, port: peer.port },
    tags: [{ id: 'level', address: '40002' }],
  };
  ({ rpc } = await engineRig([boiler], lifetime));
  await eventually(async () =>
    expect((await rpc.devices.get({ device: 'boiler-1' })).health.status.kind).toBe('connected'),
  );
});
afterAll(() => lifetime.dispose());

describe('tags that are not saved yet', () => {
  it('are read over the link that stands, scaled as their forms say, each with its own fault', async () => {
    const [own] = await rpc.values.ofDevice({ device: 'boiler-1' });
    const [plain, scaled, wrong, missing] = await rpc.values.readLoose({
      device: 'boiler-1',
      tags: [
        { address: '40002' },
        { address: '40002', scale: 10, offset: 1 },
        { address: '40000' },
        { address: '49000' },
      ],
    });
    expect(plain).toEqual({ value: own!.value, status: 0, fault: null });
    expect(scaled!.value).toBe(Number(own!.value) * 10 + 1);
    expect(wrong!.fault).toContain('40000 does not exist');
    expect(missing).toMatchObject({ value: null, fault: expect.stringMatching(/./) });
    expect((await rpc.devices.tags({ device: 'boiler-1' })).map(({ id }) => id)).toEqual(['level']);
  });

  it('wait for one another, and who comes when many wait is turned away', async () => {
    const asked = Array.from({ length: 8 }, () =>
      rpc.values.readLoose({ device: 'boiler-1', tags: [{ address: '40002' }] }),
    );
    const ends = await Promise.allSettled(asked);
    expect(ends.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(3);
    const refused = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
    for (const reason of refused) expect(reason).toMatchObject({ code: 'NX_PROBE_BUSY' });
  });

  it('have their addresses moved, where there is one', async () => {
    const tags = [{ address: '40002', data_type: 'float32' }, { address: '40001' }, { address: 'nothing' }];
    expect(await rpc.config.shiftAddresses({ device: 'boiler-1', tags, by: -1 })).toEqual({
      addresses: ['40001', null, null],
    });
  });

  it('have their cells calculated, with what is wrong told and not thrown', async () => {
    const rows = [{ value: 3 }, { name: 'x' }, { value: 'much' }];
    expect(await rpc.config.calculateCells({ formula: 'value * 10', names: ['value', 'name'], rows })).toEqual({
      fault: null,
      cells: [
        { value: 30, fault: null },
        { value: null, fault: null },
        { value: null, fault: '“much” is not a number.' },
      ],
    });
    const { fault } = await rpc.config.calculateCells({ formula: 'value *', names: ['value'], rows });
    expect(fault?.text).toMatch(/./);
  });
});
