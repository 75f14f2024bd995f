import { parseDurationMs } from '../../../../src-shared/domain/duration.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { DriverTag, ProbeStep } from '../../driver.ts';
import { findHost } from '../../find-host.ts';
import { cancelled } from '../link-error.ts';
import { probeUnit } from '../probe.ts';
import type { OverTcpConnection } from './over-tcp-connection.ts';
import { OVER_TCP_SILENCE_MS, overTcpClient, serialClient } from './rtu-client.ts';
import { SERIAL_OPEN_MS } from './rtu-driver.ts';
import { type SerialConnection, settingsOf } from './serial-connection.ts';
import { describeSettings, frameSilenceMs } from './serial-settings.ts';

/** Tries a device behind a device server over a connection of its own. The tags passed `checkTag`. */
export function probeOverTcp(
  connection: OverTcpConnection,
  tags: readonly DriverTag[],
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<ProbeStep> {
  const { host, port } = connection;
  const connectTimeoutMs = parseDurationMs(connection.connect_timeout)!;
  const client = overTcpClient(connection, clock);
  const peer = { host, port, connectTimeoutMs, service: client.peer.service };
  const link = {
    client,
    connectTimeoutMs,
    restMs: parseDurationMs(connection.connect_delay)!,
    silenceMs: OVER_TCP_SILENCE_MS,
    connectTitle: 'TCP connect',
    findHost: () => findHost(peer, clock, signal, (reason) => cancelled(client.peer, reason)),
  };
  return probeUnit(link, connection, tags, clock, signal);
}

/** Tries a device on a serial port, which nobody else may have open meanwhile. The tags passed `checkTag`. */
export function probeSerial(
  connection: SerialConnection,
  tags: readonly DriverTag[],
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<ProbeStep> {
  const settings = settingsOf(connection);
  const link = {
    client: serialClient(settings, clock),
    connectTimeoutMs: SERIAL_OPEN_MS,
    restMs: 0,
    silenceMs: Math.ceil(frameSilenceMs(settings)),
    connectTitle: `Serial port ${settings.path}, ${describeSettings(settings)}`,
  };
  return probeUnit(link, connection, tags, clock, signal);
}
