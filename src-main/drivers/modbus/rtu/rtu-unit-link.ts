import { parseDurationMs } from '../../../../src-shared/domain/duration.ts';
import type { MakeUnitLink } from '../unit-link.ts';
import type { OverTcpConnection } from './over-tcp-connection.ts';
import { OVER_TCP_SILENCE_MS, overTcpClient, serialClient } from './rtu-client.ts';
import { SERIAL_OPEN_MS } from './rtu-driver.ts';
import { type SerialConnection, settingsOf } from './serial-connection.ts';
import { frameSilenceMs } from './serial-settings.ts';

export const overTcpUnitLink: MakeUnitLink<OverTcpConnection> = (connection, clock) => ({
  client: overTcpClient(connection, clock),
  connectTimeoutMs: parseDurationMs(connection.connect_timeout)!,
  restMs: parseDurationMs(connection.connect_delay)!,
  silenceMs: OVER_TCP_SILENCE_MS,
});

export const serialUnitLink: MakeUnitLink<SerialConnection> = (connection, clock) => {
  const settings = settingsOf(connection);
  return {
    client: serialClient(settings, clock),
    connectTimeoutMs: SERIAL_OPEN_MS,
    restMs: 0,
    silenceMs: Math.ceil(frameSilenceMs(settings)),
  };
};
