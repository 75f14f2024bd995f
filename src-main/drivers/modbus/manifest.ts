import type { DriverManifest } from '../driver.ts';
import { describeAddress } from './address-help.ts';
import { checkTag, checkWrite } from './check-tag.ts';
import { compileWrite } from './compile-write.ts';
import { ModbusTcpConnection } from './connection.ts';
import { MODBUS_TYPES } from './data-types.ts';
import { decodeTcpFrame } from './decode-frame.ts';
import { detectValues } from './detective/detect.ts';
import { foreignAddress } from './foreign-address.ts';
import { modbusMemory } from './memory/modbus-memory.ts';
import { nextAddress } from './next-address.ts';
import { recogniseModbusTcp } from './recognise.ts';
import { modbusScans } from './scan/modbus-scans.ts';
import { shiftAddress } from './shift-address.ts';
import { tcpDriver } from './tcp-driver.ts';
import { probeModbusTcp } from './tcp-probe.ts';
import { tcpUnitLink } from './unit-link.ts';

export const modbusTcp: DriverManifest<ModbusTcpConnection> = {
  id: 'modbus-tcp',
  title: 'Modbus TCP',
  connection: ModbusTcpConnection,
  dataTypes: MODBUS_TYPES,
  capabilities: ['read', 'write'],
  addressExamples: [
    '40108',
    '400108',
    '4:108',
    'HR107',
    'holding:107:float32',
    'holding:0x6B:float32:CDAB',
    'HR107.3',
    'C12',
  ],
  recognise: recogniseModbusTcp,
  endpoint: ({ host, port, unit_id }) => `${host}:${port} /${unit_id}`,
  endpointKey: ({ host, port }) => `modbus-tcp ${host.toLowerCase()}:${port}`,
  checkTag,
  checkWrite,
  writeFrame: (tag, value, connection) => compileWrite(tag, value, connection).request.bytes,
  describeAddress,
  foreignAddress,
  nextAddress,
  shift: { step: 'register', move: shiftAddress },
  wirePort: 502,
  decodeFrame: (direction, bytes, { notation }, request) => decodeTcpFrame(direction, bytes, notation, request),
  create: tcpDriver,
  probe: (connection, tags, { clock }, signal) => probeModbusTcp(connection, tags, clock, signal),
  scans: modbusScans(tcpUnitLink),
  memory: modbusMemory,
  detect: (connection, question, { clock }, signal) =>
    detectValues(tcpUnitLink(connection, clock), connection, question, clock, signal),
  simulate: async (options) => {
    const { startSimulator } = await import('./simulator.ts');
    return startSimulator(options);
  },
};
