import type { Watcher } from '../live/watchers.ts';

/** What a handler may know of who calls. Transports fill in what they have. */
export interface Call {
  /** Shown in logs: `socket 3`, `rest`. */
  readonly caller: string;
  /** Only on connections with a data plane. */
  readonly dataPlane?: DataPlane;
}

export interface DataPlane {
  readonly watcher: Watcher;
  send(frame: ArrayBuffer): void;
}
