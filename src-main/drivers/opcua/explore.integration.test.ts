import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { eventually } from '../../testing/eventually.ts';
import { SecureOpcUaPeer } from '../../testing/secure-opcua-peer.ts';
import { trixieMissing } from '../../testing/trixie.ts';
import { OpcUaConnection } from './connection.ts';
import { OpcUaDriver } from './driver.ts';
import { secureClient } from './security/secure-client.ts';

const LINE = 'nsu=urn:plc7:server;s=Line4';
const BULK = 'nsu=urn:plc7:server;s=Bulk';
const never = new AbortController().signal;

describe.skipIf(trixieMissing('open62541') !== undefined)('a session with open62541 that looks around', () => {
  let peer: SecureOpcUaPeer;
  let driver: OpcUaDriver;
  const connection = (more: Record<string, unknown> = {}): OpcUaConnection =>
    OpcUaConnection.parse({ endpoint: peer.url, allow_writes_unsecured: true, ...more });
  beforeAll(async () => {
    peer = await SecureOpcUaPeer.make();
    peer.identify();
    await peer.start({ open: true, plant: true, bulk: 1_200 });
    driver = new OpcUaDriver(connection(), { clock: systemClock }, secureClient);
    await driver.open(never);
  });
  afterAll(async () => {
    await driver.close();
    peer.dispose();
  });
  const callsCounted = async (): Promise<string> => {
    const addresses = ['nsu=urn:plc7:server;s=calls'];
    return (await driver.browse({ kind: 'values', addresses }, never))[0]!.text;
  };

  it('takes long folders page by page, each node once and in order', async () => {
    const names: string[] = [];
    const sizes: number[] = [];
    let after: string | undefined;
    do {
      const page = await driver.browse({ kind: 'below', address: BULK, after }, never);
      sizes.push(page.nodes.length);
      names.push(...page.nodes.map(({ name }) => name));
      after = page.next ?? undefined;
    } while (after !== undefined);
    expect(sizes).toEqual([500, 500, 200]);
    expect(new Set(names).size).toBe(1_200);
    expect(names.at(-1)).toBe('Point01199');
  });

  it('lets the server forget a place that nobody goes on from', async () => {
    const { next } = await driver.browse({ kind: 'below', address: BULK }, never);
    await driver.browse({ kind: 'forget', after: next! }, never);
    await expect(driver.browse({ kind: 'below', address: BULK, after: next! }, never)).rejects.toMatchObject({
      code: 'NX_DRIVER_REJECTED',
    });
  });

  it('is refused one folder and reads the others', async () => {
    await expect(driver.browse({ kind: 'below', address: `${LINE}.Forbidden` }, never)).rejects.toMatchObject({
      message: expect.stringContaining('BadUserAccessDenied'),
    });
    const addresses = [`${LINE}.Forbidden`, `${LINE}.Tank2`];
    expect(await driver.browse({ kind: 'names', addresses }, never)).toMatchObject([
      { nodes: [], fault: expect.stringContaining('BadUserAccessDenied') },
      { nodes: [{ name: 'Level' }, { name: 'Temp' }, { name: 'Setpoint' }, { name: 'State' }], fault: null },
    ]);
  });

  it('begins at types and views as well, and follows other references where that is wished', async () => {
    const { nodes: types } = await driver.browse({ kind: 'below', address: 'i=86' }, never);
    expect(types.map(({ name }) => name)).toContain('VariableTypes');
    expect((await driver.browse({ kind: 'below', address: 'i=91' }, never)).nodes[0]).toMatchObject({ kind: 'type' });
    const { nodes } = await driver.browse({ kind: 'below', address: `${LINE}.Tank2.Level`, isWide: true }, never);
    expect(nodes.map(({ name }) => name)).toContain('BaseDataVariableType');
  });

  it('brings the texts of states', async () => {
    const { nodes } = await driver.browse({ kind: 'below', address: `${LINE}.Tank3` }, never);
    expect(nodes.find(({ name }) => name === 'State')).toMatchObject({ states: ['Idle', 'Filling'], value: '1' });
  });

  it('reads values with their quality, also of nodes that are not there', async () => {
    const addresses = [`${LINE}.Tank2.Level`, `${LINE}.nothing`];
    expect(await driver.browse({ kind: 'values', addresses }, never)).toEqual([
      { text: '62', severity: 'good', status: '' },
      { text: '', severity: 'bad', status: expect.stringContaining('BadNodeIdUnknown') },
    ]);
  });

  it('says everything of a value: attributes in words, properties, references both ways, times', async () => {
    const facts = await driver.browse({ kind: 'facts', address: `${LINE}.Tank1.Level` }, never);
    const attribute = (name: string): string | undefined => facts.attributes.find((one) => one.name === name)?.text;
    expect([attribute('NodeClass'), attribute('AccessLevel'), attribute('BrowseName')]).toEqual([
      'Variable',
      'read, history read',
      '1:Level',
    ]);
    expect(facts.properties).toContainEqual({ name: 'EURange', text: 'low 0, high 100' });
    expect(facts.references).toContainEqual({
      ...{ type: 'HasComponent', isForward: false, address: `${LINE}.Tank1`, name: 'Tank1', kind: 'folder' },
    });
    expect(facts).toMatchObject({ hasHistory: true, value: { severity: 'good' }, node: { unit: '%', euHigh: 100 } });
    expect(Math.abs(facts.value!.sourceUs! - systemClock.wallUs())).toBeLessThan(5e6);
  });

  it('reads what the server stored, oldest first, and says where it is more than was wanted', async () => {
    const span = { fromUs: systemClock.wallUs() - 3_600e6, toUs: systemClock.wallUs() + 60e6 };
    const read = (most: number) =>
      driver.browse({ kind: 'history', address: `${LINE}.Tank1.Level`, ...span, most }, never);
    await eventually(async () => (await read(100)).samples.length >= 5);
    const { samples } = await read(100);
    const times = samples.map(({ timeUs }) => timeUs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(samples.every(({ number }) => number !== null && number >= 50 && number < 90)).toBe(true);
    expect(await read(3)).toMatchObject({ samples: { length: 3 }, isCut: true });
    await expect(
      driver.browse({ kind: 'history', address: `${LINE}.Tank2.Level`, ...span, most: 9 }, never),
    ).rejects.toMatchObject({ code: 'NX_DRIVER_REJECTED' });
  });

  it('calls a method once, in the types that the server says, and tells what it gave', async () => {
    const order = { owner: `${LINE}.Tank1`, method: `${LINE}.Tank1.Fill` };
    const facts = await driver.browse({ kind: 'facts', address: order.method }, never);
    expect(facts.method).toEqual({
      owner: order.owner,
      inputs: [{ name: 'Level', typeName: 'Double', description: '0 to 100' }],
      outputs: [{ name: 'Accepted', typeName: 'Double', description: '0 to 100' }],
    });
    expect(await driver.call({ ...order, inputs: ['42.5'] }, never)).toEqual([{ name: 'Accepted', text: '42.5' }]);
    expect(await callsCounted()).toBe('1');
    const addresses = [`${LINE}.Tank1.Setpoint`];
    expect(await driver.browse({ kind: 'values', addresses }, never)).toMatchObject([{ text: '42.5' }]);
    await expect(driver.call({ ...order, inputs: ['abc'] }, never)).rejects.toMatchObject({ code: 'NX_VALUE_TYPE' });
    await expect(driver.call({ ...order, inputs: [] }, never)).rejects.toMatchObject({ code: 'NX_REQUEST_INVALID' });
    expect(await callsCounted()).toBe('1');
    await expect(driver.call({ ...order, inputs: ['101'] }, never)).rejects.toMatchObject({
      ...{ code: 'NX_DRIVER_REJECTED', message: expect.stringContaining('BadOutOfRange') },
    });
  });

  it('calls nothing over a connection that is read-only', async () => {
    const before = await callsCounted();
    const readOnly = new OpcUaDriver(
      connection({ allow_writes_unsecured: false }),
      { clock: systemClock },
      secureClient,
    );
    await readOnly.open(never);
    await expect(
      readOnly.call({ owner: `${LINE}.Tank1`, method: `${LINE}.Tank1.Fill`, inputs: ['1'] }, never),
    ).rejects.toMatchObject({ code: 'NX_ADDRESS_READ_ONLY' });
    await readOnly.close();
    expect(await callsCounted()).toBe(before);
  });
});
