import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { SecureOpcUaPeer } from '../../testing/secure-opcua-peer.ts';
import { trixieMissing } from '../../testing/trixie.ts';
import type { BrowseAnswer, BrowsedNode, BrowsedNodes, BrowseQuestion } from '../browsed-node.ts';
import { browseOpcUa } from './browse.ts';
import { OpcUaConnection } from './connection.ts';

describe.skipIf(trixieMissing('open62541') !== undefined)('looking through open62541', () => {
  let peer: SecureOpcUaPeer;
  beforeAll(async () => {
    peer = await SecureOpcUaPeer.make();
    peer.identify();
    await peer.start({ open: true });
  });
  afterAll(() => peer.dispose());

  const ask = <Q extends BrowseQuestion>(question: Q): Promise<BrowseAnswer<Q>> =>
    browseOpcUa(
      OpcUaConnection.parse({ endpoint: peer.url }),
      question,
      { clock: systemClock },
      new AbortController().signal,
    );
  const browse = (address: string): Promise<BrowsedNodes> => ask({ kind: 'below', address });
  const named = async (address: string, name: string): Promise<BrowsedNode | undefined> =>
    (await browse(address)).nodes.find((node) => node.name === name);

  it('begins at the objects, with folders, values and what they hold now', async () => {
    const { nodes, isCut } = await browse('');
    expect(isCut).toBe(false);
    expect(nodes.find(({ name }) => name === 'Server')).toMatchObject({
      address: 'i=2253',
      kind: 'folder',
      hasChildren: true,
    });
    expect(nodes.find(({ name }) => name === 'setpoint')).toMatchObject({
      address: 'nsu=urn:plc7:server;s=setpoint',
      kind: 'value',
      typeName: 'Double',
      dataType: 'float64',
      isReadable: true,
      isWritable: true,
      value: '20',
      hasChildren: false,
    });
  });

  it('brings unit, range and description of a value, and not its properties as nodes', async () => {
    expect(await named('', 'Line 1')).toMatchObject({ address: 'nsu=urn:plc7:server;s=Line1', kind: 'folder' });
    expect((await browse('nsu=urn:plc7:server;s=Line1')).nodes).toEqual([
      {
        address: 'nsu=urn:plc7:server;s=Line1.Speed',
        name: 'Speed',
        description: 'Of the belt',
        kind: 'value',
        hasChildren: true,
        typeName: 'Float',
        dataType: 'float32',
        isReadable: true,
        isWritable: false,
        value: '8.4',
        unit: 'm/s',
        euLow: 0,
        euHigh: 12,
        states: [],
      },
    ]);
  });

  it('goes below a value, and says that an array is one', async () => {
    expect((await browse('nsu=urn:plc7:server;s=Line1.Speed')).nodes).toMatchObject([
      { name: 'Shifts', typeName: 'Int32[3]', dataType: 'string', value: '[1,2,3]' },
    ]);
  });

  it('says what nodes are that are named, and of one that is not there nothing', async () => {
    const line = 'nsu=urn:plc7:server;s=Line1';
    const nodes = await ask({ kind: 'nodes', addresses: [`${line}.Speed`, line, 'nsu=urn:none;s=x'] });
    expect(nodes).toMatchObject([
      { name: 'Speed', value: '8.4', unit: 'm/s' },
      { kind: 'folder', name: 'Line 1' },
      null,
    ]);
  });

  it('knows methods from values', async () => {
    expect(await named('i=2253', 'GetMonitoredItems')).toMatchObject({ kind: 'method', hasChildren: false });
  });

  it('says why a node cannot be looked through', async () => {
    await expect(browse('nsu=urn:plc7:server;s=nothing')).rejects.toMatchObject({ code: 'NX_DRIVER_REJECTED' });
    await expect(browse('nsu=urn:none;s=nothing')).rejects.toMatchObject({ code: 'NX_DRIVER_REJECTED' });
    await expect(browse('Line1')).rejects.toMatchObject({ code: 'NX_ADDRESS_SYNTAX' });
  });

  it('is called off with its session', async () => {
    const connection = OpcUaConnection.parse({ endpoint: peer.url });
    await expect(
      browseOpcUa(connection, { kind: 'below', address: '' }, { clock: systemClock }, AbortSignal.abort()),
    ).rejects.toMatchObject({
      code: 'NX_CANCELLED',
    });
  });
});
