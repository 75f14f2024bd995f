import type * as NodeOpcUa from 'node-opcua';
import type { InMemoryCertificateKeyPairProvider, OPCUAServer, OPCUAServerOptions } from 'node-opcua';
import type { SimulatorOptions } from '../driver.ts';
import type { OpcUaConnection } from './connection.ts';
import { addNodes } from './simulated-nodes.ts';

const MAX_SESSIONS = 200;
const APPLICATION_URI = 'urn:nexus-edge:twin';

let certificate: Promise<InMemoryCertificateKeyPairProvider> | undefined;

/** One for all twins of this process, made when the first of them starts; nothing is written to a disk. */
function ownCertificate(ua: typeof NodeOpcUa): Promise<InMemoryCertificateKeyPairProvider> {
  certificate ??= makeCertificate(ua);
  return certificate;
}

async function makeCertificate(ua: typeof NodeOpcUa): Promise<InMemoryCertificateKeyPairProvider> {
  const made = new ua.InMemoryCertificateKeyPairProvider();
  await made.ensureCertificateExists({
    applicationUri: APPLICATION_URI,
    subject: '/CN=Nexus Edge twin',
    dns: ['localhost'],
    ip: ['127.0.0.1'],
  });
  return made;
}

/**
 * Starts the server of the twin on a free port of loopback. It is heavy (200 MB) and loaded only here.
 *
 * @param shownPort where clients are told that it is
 */
export async function startTwinServer(
  options: SimulatorOptions<OpcUaConnection>,
  shownPort: number,
): Promise<OPCUAServer> {
  const ua = await import('node-opcua');
  const silent = (): void => {};
  ua.setWarningLogger(silent);
  ua.setErrorLogger(silent);
  ua.setDebugLogger(silent);
  const server = new ua.OPCUAServer({
    host: '127.0.0.1',
    hostname: '127.0.0.1',
    port: 0,
    advertisedEndpoints: `opc.tcp://127.0.0.1:${shownPort}`,
    allowAnonymous: true,
    // Clients that were cut off leave theirs until it ends by itself.
    serverCapabilities: { maxSessions: MAX_SESSIONS },
    maxConnectionsPerEndpoint: MAX_SESSIONS,
    disableDiscovery: true,
    securityModes: [ua.MessageSecurityMode.None],
    securityPolicies: [ua.SecurityPolicy.None],
    nodeset_filename: [ua.nodesets.standard],
    buildInfo: { productName: 'Nexus Edge twin', manufacturerName: 'Nexus Edge' },
    certificateKeyPairProvider: await ownCertificate(ua),
    serverInfo: { applicationUri: APPLICATION_URI, applicationName: { text: 'Nexus Edge twin' } },
    serverCertificateManager: new ua.InMemoryCertificateStore({ autoAcceptUnknown: false }),
    userCertificateManager: new ua.InMemoryCertificateStore({ autoAcceptUnknown: false }),
  } as unknown as OPCUAServerOptions);
  await server.initialize();
  // The library gives its endpoints a key pair from the disk of this computer.
  for (const endpoint of server.endpoints) endpoint.setCertificateProvider(server.getCertificateChainProvider());
  addNodes(ua, server, options);
  await server.start();
  return server;
}
