import type { BrokerState } from '../publishing/publisher-messages.ts';

/** What the broker host is started with; it listens on loopback only. */
export interface BrokerHostData {
  /** The first free one of them is taken. */
  readonly ports: readonly number[];
}

/** Since the host started. */
export interface BrokerCounts {
  readonly clients: number;
  /** Messages that clients published. */
  readonly messages: number;
  /** Connections that were not let in, because there are too many. */
  readonly refusedClients: number;
  /** Connections that were cut: a packet too long, not MQTT, or a reader that takes nothing for 5 s. */
  readonly cutClients: number;
}

/** Host → engine: `state` when it changes, `counts` at most once a second while they change. */
export type FromBrokerHost =
  | { readonly type: 'state'; readonly state: BrokerState }
  | { readonly type: 'counts'; readonly counts: BrokerCounts };
