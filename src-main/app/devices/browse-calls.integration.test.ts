import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FindEvent } from '../../../src-shared/contract/browse.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { type EngineRig, engineRig } from '../../testing/engine-rig.ts';
import { eventually } from '../../testing/eventually.ts';
import { SecureOpcUaPeer } from '../../testing/secure-opcua-peer.ts';
import { trixieMissing } from '../../testing/trixie.ts';

const LINE = 'nsu=urn:plc7:server;s=Line4';
const FILL = { device: 'line-4', owner: `${LINE}.Tank1`, method: `${LINE}.Tank1.Fill` };

describe.skipIf(trixieMissing('open62541') !== undefined)('looking through a device of the project', () => {
  const lifetime = new Lifetime('browse calls');
  let peer: SecureOpcUaPeer;
  let rpc: EngineRig['rpc'];
  beforeAll(async () => {
    peer = await SecureOpcUaPeer.make();
    peer.identify();
    await peer.start({ open: true, plant: true, bulk: 600 });
    const connection = { endpoint: peer.url, allow_writes_unsecured: true };
    const device = { id: 'line-4', uns_prefix: 'acme/line-4', protocol: 'opcua', connection, tags: [] };
    ({ rpc } = await engineRig([device], lifetime));
    await eventually(async () =>
      expect((await rpc.devices.get({ device: 'line-4' })).health.status.kind).toBe('connected'),
    );
  });
  afterAll(async () => {
    await lifetime.dispose();
    peer.dispose();
  });
  const find = async (wish: { from: string; text: string; kind: 'any' | 'value' }): Promise<FindEvent[]> => {
    const input = { device: 'line-4', ...wish, from: [wish.from], most: 1_000 };
    const events: FindEvent[] = [];
    for await (const event of await rpc.browse.find({ signal: new AbortController().signal, input }))
      events.push(event);
    return events;
  };
  const found = (events: readonly FindEvent[]): readonly string[] =>
    events.flatMap((event) =>
      event.type === 'found' ? event.nodes.map(({ node, path }) => [...path, node.name].join('/')) : [],
    );
  const counted = async (): Promise<string> =>
    (await rpc.browse.values({ device: 'line-4', addresses: ['nsu=urn:plc7:server;s=calls'] }))![0]!.text;

  it('finds every value below an object, and says which part is kept from it', async () => {
    const events = await find({ from: LINE, text: '', kind: 'value' });
    expect(found(events)).toHaveLength(12);
    expect(found(events)).toContain('Tank2/Temp');
    expect(events.find(({ type }) => type === 'refused')).toMatchObject({ name: 'Forbidden' });
    expect(events.at(-1)).toMatchObject({ type: 'progress', found: 12, isCut: false });
  });

  it('finds by a part of the name or the address, methods too', async () => {
    expect(found(await find({ from: 'i=85', text: 'tank1.fi', kind: 'any' }))).toEqual(['Line4/Tank1/Fill']);
    expect(found(await find({ from: 'i=85', text: 'SETPOINT', kind: 'any' }))).toHaveLength(4);
  });

  it('goes on page by page over the session of the device', async () => {
    const first = await rpc.browse.below({ device: 'line-4', address: 'nsu=urn:plc7:server;s=Bulk' });
    expect(first).toMatchObject({ nodes: { length: 500 }, next: expect.any(String) });
    const second = await rpc.browse.below({
      device: 'line-4',
      address: 'nsu=urn:plc7:server;s=Bulk',
      after: first.next!,
    });
    expect(second).toMatchObject({ nodes: { length: 100 }, next: null, isCut: false });
  });

  it('check 23: calls no method while writing is disarmed; armed, each call is in the journal with its end', async () => {
    const refused = await rpc.browse.call({ ...FILL, inputs: ['20'] });
    expect(refused).toMatchObject({ success: false, status: 'REJECTED', error: { code: 'NOT_ARMED' } });
    expect(await counted()).toBe('0');
    await rpc.writes.arm({ device_id: 'line-4', reason: 'filling test' });
    expect(await rpc.browse.call({ ...FILL, inputs: ['20'] })).toMatchObject({
      ...{ success: true, status: 'DONE', error: null, outputs: [{ name: 'Accepted', text: '20' }] },
    });
    expect(await rpc.browse.call({ ...FILL, inputs: ['101'] })).toMatchObject({
      ...{ status: 'FAILED', error: { code: 'NX_DRIVER_REJECTED', message: expect.stringContaining('BadOutOfRange') } },
    });
    expect(await counted()).toBe('2');
    const calls = (await rpc.writes.journal({ limit: 10 })).filter(({ kind }) => kind === 'called');
    expect(calls).toMatchObject([
      { outcome: 'failed', inputs: ['101'], reason: 'filling test' },
      { outcome: 'done', method: FILL.method, text: 'Accepted 20' },
      { outcome: 'refused', text: expect.stringContaining('Writes are disarmed.') },
    ]);
  });

  it('has no values to tell of a device that is not connected, and looks through it all the same', async () => {
    const { revision } = await rpc.config.device({ device: 'line-4' });
    expect(revision).toBeGreaterThan(0);
    await peer.stop();
    await eventually(async () =>
      expect(await rpc.browse.values({ device: 'line-4', addresses: [LINE] }).catch(() => null)).toBeNull(),
    );
    await expect(rpc.browse.below({ device: 'line-4', address: LINE })).rejects.toMatchObject({
      code: expect.stringMatching(/^NX_NET_/),
    });
  });
});
