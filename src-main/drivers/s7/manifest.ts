import { DATA_TYPES, type DataType } from '../../../src-shared/domain/data-type.ts';
import type { DriverManifest, DriverTag } from '../driver.ts';
import type { MemoryInstead } from '../memory.ts';
import { tagFaultOf } from '../tag-fault-of.ts';
import { describeAddress } from './address-help.ts';
import { compileWrite } from './compile-write.ts';
import { placeOf, S7Connection } from './connection.ts';
import { decodeS7Frame } from './decode-frame.ts';
import { S7Driver } from './driver.ts';
import { memoryAreaOf, memoryAreas } from './memory/memory-areas.ts';
import { memoryTag } from './memory/memory-tag.ts';
import { s7Places } from './memory/places.ts';
import { nextAddress } from './next-address.ts';
import { probeS7 } from './probe.ts';
import { recogniseS7 } from './recognise.ts';
import { TYPE_OF } from './s7-type.ts';
import { shiftAddress } from './shift-address.ts';
import { resolveTarget } from './target.ts';
import { assertWritable } from './writable.ts';

const dataTypes: readonly DataType[] = DATA_TYPES.filter((type) => TYPE_OF[type] !== undefined);

function endpoint(connection: S7Connection): string {
  const { host, port, remote_tsap } = connection;
  const { rack, slot } = placeOf(connection);
  const place = remote_tsap === undefined ? `r${rack} s${slot}` : `TSAP ${remote_tsap}`;
  return `${host}${port === 102 ? '' : `:${port}`} ${place}`;
}

/** CPUs of today have an OPC UA server, which gives what is in optimised blocks by name. */
function opcUaOf({ cpu, host }: S7Connection): MemoryInstead | undefined {
  if (cpu === 's7-300' || cpu === 's7-400') return undefined;
  const hint =
    'In TIA Portal, activate it (CPU → Properties → OPC UA → Server) for values of blocks with optimised access.';
  return { title: 'OPC UA server of the CPU', address: `opc.tcp://${host}:4840`, hint };
}

export const s7: DriverManifest<S7Connection> = {
  id: 's7',
  title: 'Siemens S7',
  connection: S7Connection,
  dataTypes,
  capabilities: ['read', 'write'],
  addressExamples: [
    'DB10.DBD4:REAL',
    'DB10.DBX4.3',
    'DB10.DBW2',
    'DB10.DBB20:STRING[30]',
    'DB10,INT6',
    'MW10',
    'M0.0',
    'IB0',
    'T5',
  ],
  // SPEC A, the column of Siemens S7.
  policy: {
    breakerRatio: 0.5,
    breakerWindowMs: 10_000,
    breakerMinRequests: 5,
    breakerOpenMs: 30_000,
    breakerProbes: 3,
    readAttempts: 3,
    retryDelayMs: 100,
  },
  recognise: recogniseS7,
  endpoint,
  endpointKey: ({ host, port }) => `s7 ${host.toLowerCase()}:${port}`,
  checkTag: (tag: DriverTag) => tagFaultOf(() => void resolveTarget(tag)),
  checkWrite: (tag: DriverTag) => tagFaultOf(() => assertWritable(resolveTarget(tag))),
  writeFrame: (tag, value, { pdu_size }) => compileWrite(tag, value, pdu_size).request.bytes,
  describeAddress,
  nextAddress,
  shift: { step: 'byte', move: shiftAddress },
  wirePort: 102,
  memory: {
    title: 'Blocks',
    byteOrders: () => ['ABCD'],
    areas: memoryAreas,
    areaOf: memoryAreaOf,
    tellsMap: true,
    places: s7Places,
    instead: opcUaOf,
    tagAt: memoryTag,
  },
  decodeFrame: (direction, bytes, _connection, request) => decodeS7Frame(direction, bytes, request),
  create: (connection, { clock, onFrame }) => new S7Driver(connection, clock, onFrame),
  probe: (connection, tags, { clock }, signal) => probeS7(connection, tags, clock, signal),
  simulate: async (options) => {
    const { startSimulator } = await import('./simulator.ts');
    return startSimulator(options);
  },
};
