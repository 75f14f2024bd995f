import type { Watcher } from '../live/watchers.ts';

/** What a handler may know of who calls. Transports fill in what they have. */
export interface Call {
  /** Shown in logs: `socket 3`, `port 1`, `rest`. */
  readonly caller: string;
  readonly via: 'socket' | 'port' | 'rest';
  /** Whose call it is, as far as the transport knows: the same for all connections of one session. */
  readonly session: string;
  /** The revision that a change was made from (`If-Match`). */
  readonly ifMatch?: number | undefined;
  /** Aborted when the caller no longer waits. */
  readonly signal?: AbortSignal | undefined;
  /** Only on connections with a data plane. */
  readonly dataPlane?: DataPlane;
}

export interface DataPlane {
  readonly watcher: Watcher;
  send(frame: ArrayBuffer): void;
  /** Bytes on this connection that the peer has not taken yet. */
  backlogBytes(): number;
}
