import type { DriverManifest, DriverTag, WriteValue } from '../../driver.ts';
import type { FrameDirection } from '../../frame-listener.ts';
import type { Notation } from '../address.ts';
import { describeAddress } from '../address-help.ts';
import { checkTag, checkWrite } from '../check-tag.ts';
import { compileWrite } from '../compile-write.ts';
import { MODBUS_TYPES } from '../data-types.ts';
import { detectValues } from '../detective/detect.ts';
import { foreignAddress } from '../foreign-address.ts';
import { modbusMemory } from '../memory/modbus-memory.ts';
import { nextAddress } from '../next-address.ts';
import { modbusScans } from '../scan/modbus-scans.ts';
import { shiftAddress } from '../shift-address.ts';
import type { UnitConnection } from '../unit-connection.ts';
import { rtuFrame } from './crc16.ts';
import { decodeRtuFrame } from './decode-rtu-frame.ts';
import { OverTcpConnection } from './over-tcp-connection.ts';
import { recogniseOverTcp, recogniseSerial } from './recognise.ts';
import { overTcpDriver, serialDriver } from './rtu-driver.ts';
import { probeRtuOverTcp, probeSerial } from './rtu-probe.ts';
import { overTcpUnitLink, serialUnitLink } from './rtu-unit-link.ts';
import { SerialConnection } from './serial-connection.ts';
import { listSerialPorts } from './serial-ports.ts';
import { serveSerialPorts } from './serve-serial-ports.ts';

/** Bytes in front of the unit in a request as it is compiled. */
const TCP_HEADER = 6;

const COMMON = {
  decodeFrame: (
    direction: FrameDirection,
    bytes: Uint8Array,
    { notation }: { readonly notation: Notation },
    request?: Uint8Array,
  ) => decodeRtuFrame(direction, bytes, notation, request),
  dataTypes: MODBUS_TYPES,
  capabilities: ['read', 'write'],
  addressExamples: ['40108', '400108', 'HR107', 'holding:107:float32', 'HR107.3', 'C12'],
  memory: modbusMemory,
  checkTag,
  checkWrite,
  // The header of Modbus TCP is none of a serial line.
  writeFrame: (tag: DriverTag, value: WriteValue, connection: UnitConnection) =>
    rtuFrame(compileWrite(tag, value, connection).request.bytes.subarray(TCP_HEADER)),
  describeAddress,
  foreignAddress,
  nextAddress,
  shift: { step: 'register', move: shiftAddress },
} as const;

export const modbusRtuOverTcp: DriverManifest<OverTcpConnection> = {
  ...COMMON,
  id: 'modbus-rtu-over-tcp',
  title: 'Modbus RTU over TCP',
  connection: OverTcpConnection,
  recognise: recogniseOverTcp,
  endpoint: ({ host, port, unit_id }) => `${host}:${port} /${unit_id}`,
  endpointKey: ({ host, port }) => `modbus-rtu-over-tcp ${host.toLowerCase()}:${port}`,
  create: overTcpDriver,
  probe: (connection, tags, { clock }, signal) => probeRtuOverTcp(connection, tags, clock, signal),
  scans: modbusScans(overTcpUnitLink),
  detect: (connection, question, { clock }, signal) =>
    detectValues(overTcpUnitLink(connection, clock), connection, question, clock, signal),
  simulate: async (options) => {
    const { startRtuSimulator } = await import('./rtu-simulator.ts');
    return startRtuSimulator(options);
  },
};

export const modbusRtu: DriverManifest<SerialConnection> = {
  ...COMMON,
  id: 'modbus-rtu',
  title: 'Modbus RTU',
  connection: SerialConnection,
  recognise: recogniseSerial,
  suggest: async () => ({ path: await listSerialPorts() }),
  endpoint: ({ path, unit_id }) => `${path} /${unit_id}`,
  endpointKey: ({ path }) => `modbus-rtu ${/^com\d+$/i.test(path) ? path.toUpperCase() : path}`,
  create: serialDriver,
  inMainThread: serveSerialPorts,
  probe: (connection, tags, { clock }, signal) => probeSerial(connection, tags, clock, signal),
  scans: modbusScans(serialUnitLink),
  detect: (connection, question, { clock }, signal) =>
    detectValues(serialUnitLink(connection, clock), connection, question, clock, signal),
  // No operating system gives a program a pair of serial ports: the twin has its line behind a TCP port.
  twin: ({ path: _path, baud_rate: _baud, parity: _parity, data_bits: _data, stop_bits: _stop, ...unit }, place) => ({
    protocol: modbusRtuOverTcp.id,
    connection: OverTcpConnection.parse({ ...unit, ...place }),
  }),
  simulate: async (options) => {
    const { startRtuSimulator } = await import('./rtu-simulator.ts');
    return startRtuSimulator(options);
  },
};
