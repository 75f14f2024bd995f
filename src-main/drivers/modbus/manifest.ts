import type { DataType } from '../../../src-shared/domain/data-type.ts';
import { DATA_TYPES } from '../../../src-shared/domain/data-type.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { DriverManifest, DriverTag, TagFault } from '../driver.ts';
import { describeAddress } from './address-help.ts';
import { ModbusTcpConnection } from './connection.ts';
import { ModbusDriver } from './driver.ts';
import { resolveTarget } from './target.ts';

const dataTypes: readonly DataType[] = DATA_TYPES;

function checkTag(tag: DriverTag, connection: ModbusTcpConnection): TagFault | undefined {
  try {
    resolveTarget(tag, connection);
    return undefined;
  } catch (error) {
    if (!(error instanceof NexusError)) throw error;
    const field = error.context['field'] as TagFault['field'];
    return { field, message: error.text, ...(error.code === 'NX_ADDRESS_RANGE' && { code: 'ADDR_SPAN' }) };
  }
}

export const modbusTcp: DriverManifest<ModbusTcpConnection> = {
  id: 'modbus-tcp',
  title: 'Modbus TCP',
  connection: ModbusTcpConnection,
  dataTypes,
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
  endpoint: ({ host, port, unit_id }) => `${host}:${port} /${unit_id}`,
  endpointKey: ({ host, port }) => `modbus-tcp ${host.toLowerCase()}:${port}`,
  checkTag,
  describeAddress,
  create: (connection, clock, onFrame) => new ModbusDriver(connection, clock, onFrame),
  simulate: async (options) => {
    const { startSimulator } = await import('./simulator.ts');
    return startSimulator(options);
  },
};
