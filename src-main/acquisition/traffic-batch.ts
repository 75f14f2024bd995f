/** One frame as it crossed the wire. */
export interface TrafficFrame {
  /** Wall clock, µs since 1970 UTC. */
  readonly timeUs: number;
  readonly isSent: boolean;
  /** Number of its connection; 0 where the driver has none to tell of. */
  readonly link: number;
  readonly bytes: Uint8Array;
}

/** The two ends of a connection that frames were taken from. */
export interface TrafficLink {
  /** Never used again while the host lives. */
  readonly number: number;
  readonly localAddress: string | undefined;
  readonly localPort: number | undefined;
  readonly remoteAddress: string | undefined;
  readonly remotePort: number | undefined;
}

/** What was recorded of one device since the batch before. */
export interface TrafficBatch {
  readonly device: string;
  readonly frames: readonly TrafficFrame[];
  /** Connections that frames of this batch are the first of. */
  readonly links: readonly TrafficLink[];
  /** Frames for which there was no room. */
  readonly missed: number;
}
