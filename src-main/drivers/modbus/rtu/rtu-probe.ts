import type { Clock } from '../../../kernel/clock.ts';
import type { DriverTag, ProbeStep } from '../../driver.ts';
import { probeUnit } from '../probe.ts';
import { probeOverTcp } from '../tcp-probe.ts';
import type { OverTcpConnection } from './over-tcp-connection.ts';
import { overTcpUnitLink, serialUnitLink } from './rtu-unit-link.ts';
import { type SerialConnection, settingsOf } from './serial-connection.ts';
import { describeSettings } from './serial-settings.ts';

/** Tries a device behind a device server over a connection of its own. The tags passed `checkTag`. */
export function probeRtuOverTcp(
  connection: OverTcpConnection,
  tags: readonly DriverTag[],
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<ProbeStep> {
  return probeOverTcp(overTcpUnitLink(connection, clock), connection, tags, clock, signal);
}

/** Tries a device on a serial port, which nobody else may have open meanwhile. The tags passed `checkTag`. */
export function probeSerial(
  connection: SerialConnection,
  tags: readonly DriverTag[],
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<ProbeStep> {
  const settings = settingsOf(connection);
  const connectTitle = `Serial port ${settings.path}, ${describeSettings(settings)}`;
  return probeUnit({ ...serialUnitLink(connection, clock), connectTitle }, connection, tags, clock, signal);
}
