import { USUAL_BROKER_PORT } from '../../../src-shared/domain/broker-ports.ts';
import type { NexusConfig } from '../config/nexus-config.ts';
import type { DeviceSketch } from './device-sketch.ts';
import type { Fault } from './fault.ts';
import { forbiddenHost, isLoopback } from './host-kind.ts';
import { reportInto } from './report-fault.ts';

/** What this gateway itself listens on, on loopback: port → what it is. */
export function ownPorts({ server, mqtt }: Pick<NexusConfig, 'server' | 'mqtt'>): ReadonlyMap<number, string> {
  const ports = new Map<number, string>();
  if (mqtt.enabled && mqtt.url === undefined)
    ports.set(mqtt.embedded_port ?? USUAL_BROKER_PORT, 'the embedded broker of this gateway');
  if (server.port !== undefined) ports.set(server.port, 'the workstation of this gateway');
  return ports;
}

/** What is wrong with a peer whose form is right. */
export interface PeerFault {
  readonly code: 'HOST_FORBIDDEN' | 'SELF_CONNECT';
  readonly field: 'host' | 'port';
  readonly message: string;
}

/** The ports that no device of this project can be at. In a demo project those of devices are wishes of their simulators. */
export function portsToAvoid(config: NexusConfig | undefined): ReadonlyMap<number, string> {
  return config?.project.mode === 'live' ? ownPorts(config) : new Map<number, string>();
}

/** A host that no device can be at, or a device that is this gateway. @param own as `portsToAvoid`. */
export function peerFault(connection: unknown, own: ReadonlyMap<number, string>): PeerFault | undefined {
  const { host, port } = (connection ?? {}) as { readonly host?: unknown; readonly port?: unknown };
  if (typeof host !== 'string') return undefined;
  const why = forbiddenHost(host);
  if (why) {
    const message = `${host} ${why}, and no device is there. Enter the address of the device.`;
    return { code: 'HOST_FORBIDDEN', field: 'host', message };
  }
  const self = typeof port === 'number' && isLoopback(host) ? own.get(port) : undefined;
  if (!self) return undefined;
  return {
    code: 'SELF_CONNECT',
    field: 'port',
    message: `${host}:${String(port)} is ${self}. Enter the address of the device.`,
  };
}

/** The peers of all devices. @param config undefined where it is not known. */
export function checkPeers(devices: readonly DeviceSketch[], config: NexusConfig | undefined): Fault[] {
  const faults: Fault[] = [];
  const own = portsToAvoid(config);
  for (const { yaml, base, peer } of devices) {
    const found = peerFault(peer?.connection, own);
    if (found) reportInto(faults, yaml, base)(found.code, ['connection', found.field], found.message);
  }
  return faults;
}
