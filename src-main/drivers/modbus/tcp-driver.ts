import { parseDurationMs } from '../../../src-shared/domain/duration.ts';
import type { DriverParts } from '../driver.ts';
import type { ModbusTcpConnection } from './connection.ts';
import { ModbusDriver } from './driver.ts';
import { SharedClient } from './shared-client.ts';
import { tcpClient } from './tcp-client.ts';

/** A driver over Modbus TCP; without a share, or with `own_connection`, over a connection of its own. */
export function tcpDriver(
  connection: ModbusTcpConnection,
  { clock, onFrame, shared }: Pick<DriverParts, 'clock' | 'onFrame' | 'shared'>,
): ModbusDriver {
  const inFlight = connection.requests_in_flight;
  const make = () => tcpClient({ ...connection, inFlight }, clock);
  const isShared = shared !== undefined && !connection.own_connection;
  return new ModbusDriver(connection, clock, {
    client: isShared ? SharedClient.of(shared, make, clock) : new SharedClient(make(), clock),
    onFrame,
    inFlight,
    connectTimeoutMs: parseDurationMs(connection.connect_timeout)!,
    restMs: parseDurationMs(connection.connect_delay)!,
  });
}
