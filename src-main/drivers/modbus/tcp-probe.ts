import { parseDurationMs } from '../../../src-shared/domain/duration.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { DriverTag, ProbeStep } from '../driver.ts';
import { findHost } from '../find-host.ts';
import type { ModbusTcpConnection } from './connection.ts';
import { cancelled } from './link-error.ts';
import { probeUnit } from './probe.ts';
import { tcpClient } from './tcp-client.ts';

/** Tries a Modbus TCP device over a connection of its own, step by step. The tags passed `checkTag`. */
export function probeModbusTcp(
  connection: ModbusTcpConnection,
  tags: readonly DriverTag[],
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<ProbeStep> {
  const { host, port } = connection;
  const connectTimeoutMs = parseDurationMs(connection.connect_timeout)!;
  const client = tcpClient(connection, clock);
  const peer = { host, port, connectTimeoutMs, service: 'Modbus TCP' };
  const link = {
    client,
    connectTimeoutMs,
    restMs: parseDurationMs(connection.connect_delay)!,
    silenceMs: 0,
    connectTitle: 'TCP connect',
    findHost: () => findHost(peer, clock, signal, (reason) => cancelled(client.peer, reason)),
  };
  return probeUnit(link, connection, tags, clock, signal);
}
