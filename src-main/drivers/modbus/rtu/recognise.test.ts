import { describe, expect, it } from 'vitest';
import { recogniseModbusTcp } from '../recognise.ts';
import { recogniseOverTcp, recogniseSerial } from './recognise.ts';

describe('an address that was pasted', () => {
  it.each([
    ['/dev/ttyUSB0', { path: '/dev/ttyUSB0' }],
    [
      '/dev/serial/by-id/usb-FTDI_FT232R_A50285BI-if00-port0 7',
      { path: '/dev/serial/by-id/usb-FTDI_FT232R_A50285BI-if00-port0', unit_id: 7 },
    ],
    ['COM3', { path: 'COM3' }],
    ['com12 /7', { path: 'com12', unit_id: 7 }],
    ['modbus-rtu:///dev/ttyS1', { path: '/dev/ttyS1' }],
    ['rtu://COM4', { path: 'COM4' }],
  ])('%s is a serial port', (text, connection) => {
    expect(recogniseSerial(text)).toEqual(connection);
    expect(recogniseOverTcp(text)).toBeUndefined();
  });

  it.each([
    ['rtu-over-tcp://10.0.0.7:4001/3', { host: '10.0.0.7', port: 4_001, unit_id: 3 }],
    ['modbus.rtu+tcp://gw.local:8899', { host: 'gw.local', port: 8_899 }],
    ['rtu.tcp://10.0.0.7', { host: '10.0.0.7' }],
  ])('%s is RTU over TCP', (text, connection) => {
    expect(recogniseOverTcp(text)).toEqual(connection);
    expect(recogniseSerial(text)).toBeUndefined();
  });

  it.each(['10.0.0.7:502', 'COMPLEX', '/etc/passwd', 'opc.tcp://plc', ''])('%s is neither', (text) => {
    expect(recogniseSerial(text)).toBeUndefined();
    expect(recogniseOverTcp(text)).toBeUndefined();
  });

  it('with host and port alone is Modbus TCP', () => {
    expect(recogniseModbusTcp('10.0.0.7:502')).toEqual({ host: '10.0.0.7', port: 502 });
  });
});
