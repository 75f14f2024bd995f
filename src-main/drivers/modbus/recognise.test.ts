import { describe, expect, it } from 'vitest';
import { ModbusTcpConnection } from './connection.ts';
import { recogniseModbusTcp } from './recognise.ts';

describe('a pasted Modbus TCP address', () => {
  it.each([
    ['192.168.1.10', { host: '192.168.1.10' }],
    ['192.168.1.10:1502', { host: '192.168.1.10', port: 1502 }],
    ['  192.168.1.10:502\n', { host: '192.168.1.10', port: 502 }],
    ['192.168.1.10:502 /7', { host: '192.168.1.10', port: 502, unit_id: 7 }],
    ['192.168.1.10 / 7', { host: '192.168.1.10', unit_id: 7 }],
    ['[::1]:502', { host: '::1', port: 502 }],
    ['[fe80::1]', { host: 'fe80::1' }],
    ['fe80::1', { host: 'fe80::1' }],
    ['plc7.local', { host: 'plc7.local' }],
    ['plc7:502', { host: 'plc7', port: 502 }],
    ['modbus.tcp://10.0.0.5:1502/3', { host: '10.0.0.5', port: 1502, unit_id: 3 }],
    ['MODBUS-TCP://plc7/', { host: 'plc7' }],
    ['modbus://[::1]:502/0', { host: '::1', port: 502, unit_id: 0 }],
  ])('%j is understood, and the form takes it', (text, connection) => {
    expect(recogniseModbusTcp(text)).toEqual(connection);
    expect(ModbusTcpConnection.parse(recogniseModbusTcp(text))).toMatchObject(connection);
  });

  it.each([
    ['192.168.1.300:502', 'host', 'Each part of an IP address is 0–255'],
    ['192.168.1.10:70000', 'port', 'Port 70000 is outside 1–65535'],
    ['192.168.1.10:502/300', 'unit_id', 'Unit ID 300 is outside 0–255'],
  ])('%j is taken as it stands, so that the form can say what is wrong', (text, field, fact) => {
    const { error } = ModbusTcpConnection.safeParse(recogniseModbusTcp(text));
    expect(error?.issues).toMatchObject([{ path: [field], message: expect.stringContaining(fact) }]);
  });

  it.each([
    '',
    'boiler',
    'boiler room 3',
    '40108',
    'HR107:uint16',
    'opc.tcp://plc7:4840',
    's7://192.168.1.20',
    'http://192.168.1.10/',
    'user@192.168.1.10:502',
    '[192.168.1.10]:502',
    '192.168.1.10:',
    '192.168.1.10:502:1',
    '::g',
    'x'.repeat(512),
    '/'.repeat(512),
  ])('%j is not taken for one', (text) => {
    expect(recogniseModbusTcp(text)).toBeUndefined();
  });
});
