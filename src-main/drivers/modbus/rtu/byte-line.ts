import type { FrameLink } from '../../frame-listener.ts';
import type { WireListener } from '../wire.ts';

/** What carries the bytes of RTU frames: a TCP connection or a serial port. */
export interface ByteLine {
  readonly isStanding: boolean;
  /** Its socket, where there is one. */
  readonly frameLink: FrameLink | undefined;
  write(bytes: Uint8Array): void;
  /** Throws away what the operating system keeps in either direction. */
  flush(): Promise<void>;
  /** Ends it at once. */
  destroy(): void;
  /** Resolves when nothing of it is left. */
  closed(): Promise<void>;
}

/** Rejects with NX_NET_* or NX_CANCELLED; nothing is open then. */
export type OpenLine = (listener: WireListener, signal: AbortSignal, timeoutMs: number) => Promise<ByteLine>;
