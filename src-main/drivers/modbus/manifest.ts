import type { DriverManifest, DriverTag, TagFault } from '../driver.ts';
import { tagFaultOf } from '../tag-fault-of.ts';
import { describeAddress } from './address-help.ts';
import { ModbusTcpConnection } from './connection.ts';
import { MODBUS_TYPES } from './data-types.ts';
import { ModbusDriver } from './driver.ts';
import { nextAddress } from './next-address.ts';
import { probeModbusTcp } from './probe.ts';
import { recogniseModbusTcp } from './recognise.ts';
import { resolveTarget } from './target.ts';
import { assertWritable } from './writable.ts';

function checkTag(tag: DriverTag, connection: ModbusTcpConnection): TagFault | undefined {
  return tagFaultOf(() => void resolveTarget(tag, connection));
}

function checkWrite(tag: DriverTag, connection: ModbusTcpConnection): TagFault | undefined {
  return tagFaultOf(() => assertWritable(resolveTarget(tag, connection), connection));
}

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
  describeAddress,
  nextAddress,
  create: (connection, { clock, onFrame, shared }) => new ModbusDriver(connection, clock, onFrame, shared),
  probe: (connection, tags, { clock }, signal) => probeModbusTcp(connection, tags, clock, signal),
  simulate: async (options) => {
    const { startSimulator } = await import('./simulator.ts');
    return startSimulator(options);
  },
};
