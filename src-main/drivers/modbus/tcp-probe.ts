import type { Clock } from '../../kernel/clock.ts';
import type { DriverTag, ProbeStep } from '../driver.ts';
import { findHost } from '../find-host.ts';
import type { ModbusTcpConnection } from './connection.ts';
import { cancelled } from './link-error.ts';
import { probeUnit } from './probe.ts';
import type { UnitConnection } from './unit-connection.ts';
import { tcpUnitLink, type UnitLink } from './unit-link.ts';

/** Tries a Modbus TCP device over a connection of its own, step by step. The tags passed `checkTag`. */
export function probeModbusTcp(
  connection: ModbusTcpConnection,
  tags: readonly DriverTag[],
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<ProbeStep> {
  return probeOverTcp(tcpUnitLink(connection, clock), connection, tags, clock, signal);
}

/** The same over any connection that begins with TCP: its resolver and its connect are steps of their own. */
export function probeOverTcp(
  link: UnitLink,
  connection: UnitConnection & { readonly host: string; readonly port: number },
  tags: readonly DriverTag[],
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<ProbeStep> {
  const { host, port } = connection;
  const { client, connectTimeoutMs } = link;
  const peer = { host, port, connectTimeoutMs, service: client.peer.service };
  const probed = {
    ...link,
    connectTitle: 'TCP connect',
    findHost: () => findHost(peer, clock, signal, (reason) => cancelled(client.peer, reason)),
  };
  return probeUnit(probed, connection, tags, clock, signal);
}
