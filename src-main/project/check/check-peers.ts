import type { NexusConfig } from '../config/nexus-config.ts';
import type { DeviceSketch } from './device-sketch.ts';
import type { Fault } from './fault.ts';
import { forbiddenHost, isLoopback } from './host-kind.ts';
import { reportInto } from './report-fault.ts';

/** What this gateway itself listens on, on loopback: port → what it is. */
export function ownPorts({ server, mqtt }: Pick<NexusConfig, 'server' | 'mqtt'>): ReadonlyMap<number, string> {
  const ports = new Map<number, string>();
  if (mqtt.enabled && mqtt.url === undefined) ports.set(mqtt.embedded_port, 'the embedded broker of this gateway');
  if (server.port !== undefined) ports.set(server.port, 'the workstation of this gateway');
  return ports;
}

/**
 * Hosts that no device can be at, and devices that are this gateway.
 * @param config undefined where it is not known. In a demo project the ports of devices are wishes of their simulators.
 */
export function checkPeers(devices: readonly DeviceSketch[], config: NexusConfig | undefined): Fault[] {
  const faults: Fault[] = [];
  const own = config?.project.mode === 'live' ? ownPorts(config) : new Map<number, string>();
  for (const { yaml, base, peer } of devices) {
    const report = reportInto(faults, yaml, base);
    const { host, port } = (peer?.connection ?? {}) as { readonly host?: unknown; readonly port?: unknown };
    if (typeof host !== 'string') continue;
    const why = forbiddenHost(host);
    if (why)
      report(
        'HOST_FORBIDDEN',
        ['connection', 'host'],
        `${host} ${why}, and no device is there. Enter the address of the device.`,
      );
    const self = typeof port === 'number' && isLoopback(host) ? own.get(port) : undefined;
    if (self)
      report(
        'SELF_CONNECT',
        ['connection', 'port'],
        `${host}:${String(port)} is ${self}. Enter the address of the device.`,
      );
  }
  return faults;
}
