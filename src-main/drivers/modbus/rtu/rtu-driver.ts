import { parseDurationMs } from '../../../../src-shared/domain/duration.ts';
import type { DriverParts } from '../../driver.ts';
import { ModbusDriver } from '../driver.ts';
import { SharedClient } from '../shared-client.ts';
import type { OverTcpConnection } from './over-tcp-connection.ts';
import { OVER_TCP_SILENCE_MS, overTcpClient, serialClient } from './rtu-client.ts';
import { type SerialConnection, settingsOf } from './serial-connection.ts';
import { describeSettings, frameSilenceMs } from './serial-settings.ts';

/** What is left of opening a port that its own code does not bound. */
export const SERIAL_OPEN_MS = 5_000;

type Parts = Pick<DriverParts, 'clock' | 'onFrame' | 'shared'>;

/** A driver over RTU frames in a TCP connection. */
export function overTcpDriver(connection: OverTcpConnection, { clock, onFrame, shared }: Parts): ModbusDriver {
  const make = () => overTcpClient(connection, clock);
  return new ModbusDriver(connection, clock, {
    client: shared ? SharedClient.of(shared, make, clock) : new SharedClient(make(), clock),
    onFrame,
    connectTimeoutMs: parseDurationMs(connection.connect_timeout)!,
    restMs: parseDurationMs(connection.connect_delay)!,
    silenceMs: OVER_TCP_SILENCE_MS,
  });
}

/** A driver over a serial port. */
export function serialDriver(connection: SerialConnection, { clock, onFrame, shared }: Parts): ModbusDriver {
  const settings = settingsOf(connection);
  const make = () => serialClient(settings, clock, shared);
  const client = shared
    ? SharedClient.of(shared, make, clock, describeSettings(settings))
    : new SharedClient(make(), clock);
  return new ModbusDriver(connection, clock, {
    client,
    onFrame,
    connectTimeoutMs: SERIAL_OPEN_MS,
    restMs: 0,
    silenceMs: Math.ceil(frameSilenceMs(settings)),
  });
}
