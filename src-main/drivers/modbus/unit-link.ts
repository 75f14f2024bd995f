import { parseDurationMs } from '../../../src-shared/domain/duration.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { ModbusTcpConnection } from './connection.ts';
import type { StrictClient } from './strict-client.ts';
import { tcpClient } from './tcp-client.ts';

/** A connection of its own, for who tries or looks for something beside the sessions. Nothing is open yet. */
export interface UnitLink {
  readonly client: StrictClient;
  readonly connectTimeoutMs: number;
  /** Before the first request, ms. */
  readonly restMs: number;
  /** Between two requests at least, ms. */
  readonly silenceMs: number;
}

/** How a transport makes one. */
export type MakeUnitLink<Connection> = (connection: Connection, clock: Clock) => UnitLink;

export const tcpUnitLink: MakeUnitLink<ModbusTcpConnection> = (connection, clock) => ({
  client: tcpClient(connection, clock),
  connectTimeoutMs: parseDurationMs(connection.connect_timeout)!,
  restMs: parseDurationMs(connection.connect_delay)!,
  silenceMs: 0,
});
