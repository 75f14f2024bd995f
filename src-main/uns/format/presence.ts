import type { IClientOptions } from 'mqtt';
import type { Connection } from '../link/broker-link.ts';

export type Will = NonNullable<IClientOptions['will']>;

/** How a sink says on its connection that it is there, and that it is gone. */
export interface Presence {
  /** Of the DISCONNECT that ends a connection in good order (MQTT 5); 0 unless given: the will is not published. */
  readonly goodbyeReason?: number;
  /** Asked for anew at each attempt to connect. */
  will(): Will;
  /**
   * A connection stands and nothing was sent on it. `begin` lets the data go, at once or later; on a connection that has
   * ended meanwhile it does nothing.
   */
  greet(connection: Connection, begin: () => void): void;
  /** That connection has ended. */
  left?(): void;
  /** The gateway ends in good order: last words before the connection is closed. */
  farewell(connection: Connection, done: () => void): void;
}
