import { describe, expect, it } from 'vitest';
import { recogniseAddress } from './recognise-address.ts';
import { drivers } from './registry.ts';

describe('an address that was pasted', () => {
  it('is given to the driver that understands it', () => {
    expect(recogniseAddress('192.168.1.10:1502', drivers)).toEqual([
      { id: 'modbus-tcp', title: 'Modbus TCP', connection: { host: '192.168.1.10', port: 1502 } },
    ]);
  });

  it.each([
    ['opc.tcp://plc7:4840/UA/Server', 'OPC UA'],
    [' OPC.TCP://plc7', 'OPC UA'],
    ['bacnet://10.1.1.1:47808', 'BACnet/IP'],
  ])('%s is named although this build has no driver for it', (text, title) => {
    expect(recogniseAddress(text, [])).toEqual([{ id: undefined, title, connection: {} }]);
  });

  it.each(['', 'plc7', 'gopher://plc7', 'constructor://x', '://', 'opc.tcp:plc7'])(
    '%j is none that we know',
    (text) => {
      expect(recogniseAddress(text, drivers)).toEqual([]);
    },
  );

  it('is answered by the manifest as soon as there is one', () => {
    const opcUa = { ...drivers[0]!, id: 'opc-ua', title: 'OPC UA client', recognise: (url: string) => ({ url }) };
    expect(recogniseAddress('opc.tcp://plc7:4840', [opcUa])).toEqual([
      { id: 'opc-ua', title: 'OPC UA client', connection: { url: 'opc.tcp://plc7:4840' } },
    ]);
  });
});
