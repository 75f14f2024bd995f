import type { Identity } from '../../src-shared/domain/access.ts';
import type { Watcher } from '../live/watchers.ts';

/** What a handler may know of who calls. Transports fill in what they have. */
export interface Call {
  /** Shown in logs: `socket 3`, `port 1`, `rest`. */
  readonly caller: string;
  readonly via: 'socket' | 'port' | 'rest';
  /** Who calls: what he may is looked up in the table of `domain/access.ts`. */
  readonly identity: Identity;
  /** The name of his session in memory and in journals: the same for all its connections, and no secret. */
  readonly session: string;
  /** Where it came from, on TCP. */
  readonly ip?: string | undefined;
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
