import type { DriverManifest } from '../driver.ts';
import { tagFaultOf } from '../tag-fault-of.ts';
import { checkTagFields, describeAddress } from './address-help.ts';
import { browseOpcUa } from './browse.ts';
import { cautions } from './cautions.ts';
import { OpcUaConnection, placeOf, sessionKey } from './connection.ts';
import { DATA_TYPES_OF_UA } from './data-types.ts';
import { decodeOpcUaFrame } from './decode-frame.ts';
import { OpcUaDriver } from './driver.ts';
import { loadLibrary } from './library.ts';
import { assertMayWrite } from './may-write.ts';
import { probeOpcUa } from './probe.ts';
import { recogniseOpcUa } from './recognise.ts';
import { certificatesOf } from './security/certificates-of.ts';
import { offeredConnections } from './security/offered-connections.ts';
import { secureClient } from './security/secure-client.ts';

function endpoint(connection: OpcUaConnection): string {
  const { host, port } = placeOf(connection);
  return `${host}:${port}${connection.security_mode === 'None' ? '' : ` ${connection.security_mode}`}`;
}

export const opcua: DriverManifest<OpcUaConnection> = {
  id: 'opcua',
  title: 'OPC UA',
  connection: OpcUaConnection,
  dataTypes: DATA_TYPES_OF_UA,
  capabilities: ['read', 'write', 'browse', 'subscribe'],
  addressExamples: [
    'nsu=http://example.com/plant;s=Line1.Speed',
    'ns=2;s=Line1.Speed',
    'ns=3;s="DB_Motor"."Speed"',
    'ns=2;i=5001',
    'ns=2;s=Line1.Setpoints[3]',
    'i=2258',
  ],
  // SPEC A, the column of OPC UA.
  policy: {
    breakerRatio: 0.6,
    breakerWindowMs: 10_000,
    breakerMinRequests: 5,
    breakerOpenMs: 60_000,
    breakerProbes: 3,
    readAttempts: 3,
    retryDelayMs: 500,
    // A server on a computer is updated or started again: its values are back within two seconds of it.
    refusedRestMs: 1_500,
  },
  recognise: recogniseOpcUa,
  endpoint,
  endpointKey: sessionKey,
  cautions,
  checkTag: (tag) => tagFaultOf(() => checkTagFields(tag)),
  checkWrite: (_tag, connection) => tagFaultOf(() => assertMayWrite(connection)),
  describeAddress,
  subscribes: ({ mode }) => mode === 'subscribe',
  prepare: async () => void (await loadLibrary()),
  create: (connection, parts) => new OpcUaDriver(connection, parts, secureClient),
  probe: probeOpcUa,
  certificates: certificatesOf,
  offers: offeredConnections,
  browse: browseOpcUa,
  views: [
    { address: 'i=85', title: 'Objects' },
    { address: 'i=86', title: 'Types' },
    { address: 'i=87', title: 'Views' },
  ],
  decodeFrame: (direction, bytes) => decodeOpcUaFrame(direction, bytes),
  wirePort: 4840,
  connectionAt: (host, port) => ({ endpoint: `opc.tcp://${host}:${port}` }),
  twinRunsAlone: true,
  // The twin has no security and knows no users.
  twin: (connection, { host, port }) => ({
    protocol: 'opcua',
    connection: {
      ...connection,
      endpoint: `opc.tcp://${host}:${port}`,
      host: undefined,
      port: undefined,
      security_mode: 'None',
      user: 'anonymous',
      allow_writes_unsecured: true,
    } satisfies OpcUaConnection,
  }),
  simulate: async (options) => {
    const { startSimulator } = await import('./simulator.ts');
    return startSimulator(options);
  },
};
