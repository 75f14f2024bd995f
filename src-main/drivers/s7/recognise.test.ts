import { describe, expect, it } from 'vitest';
import { recogniseS7 } from './recognise.ts';

describe('an address of a CPU that was pasted', () => {
  it.each([
    ['192.168.1.20:102', { host: '192.168.1.20', port: 102 }],
    [' plc7.local:102 ', { host: 'plc7.local', port: 102 }],
    ['[fe80::1]:102', { host: 'fe80::1', port: 102 }],
    ['s7://192.168.1.20/0/1', { host: '192.168.1.20', rack: 0, slot: 1 }],
    ['S7://plc7', { host: 'plc7' }],
    ['s7://plc7:10102/0/2', { host: 'plc7', port: 10_102, rack: 0, slot: 2 }],
    ['s7comm://192.168.1.300/0/1', { host: '192.168.1.300', rack: 0, slot: 1 }],
    ['192.168.1.20 r0 s2', { host: '192.168.1.20', rack: 0, slot: 2 }],
    ['192.168.1.20:1102 r0 s2', { host: '192.168.1.20', port: 1_102, rack: 0, slot: 2 }],
  ])('%s', (text, connection) => {
    expect(recogniseS7(text)).toEqual(connection);
  });

  it.each([
    '192.168.1.20',
    '192.168.1.20:502',
    'plc7',
    'modbus.tcp://10.0.0.5:502/1',
    's7://',
    's7://a b',
    '[plc]:102',
    '',
  ])('%j is none', (text) => {
    expect(recogniseS7(text)).toBeUndefined();
  });
});
