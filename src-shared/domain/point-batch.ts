/** Bits of the optional `flags` column. */
export const POINT_FLAG = { simulated: 1, clamped: 2, clockUnsynchronised: 4, historical: 8 } as const;

/** `local`: read here. `remote`: published by another gateway. `import`: out of a file. Only `local` ones are published. */
export const BATCH_ORIGINS = ['local', 'remote', 'import'] as const;
export type BatchOrigin = (typeof BATCH_ORIGINS)[number];

/** A value that a float64 cannot carry. `row` is its index in the batch. Rows are strictly ascending. */
export type TypedCell =
  | { readonly row: number; readonly kind: 'string'; readonly value: string }
  | { readonly row: number; readonly kind: 'int64' | 'uint64'; readonly value: bigint }
  | { readonly row: number; readonly kind: 'bytes'; readonly value: Uint8Array };

/** What points are for that are not for everything: only to be stored, or only to be shown. */
export const BATCH_REACHES = ['history', 'live'] as const;
export type BatchReach = (typeof BATCH_REACHES)[number];

/** No points. */
export function emptyBatch(): PointBatch {
  return {
    count: 0,
    device: 0,
    origin: 'local',
    receivedUs: 0,
    tag: new Uint32Array(0),
    timeUs: new Float64Array(0),
    value: new Float64Array(0),
    status: new Uint32Array(0),
  };
}

/**
 * Points that travel together, as columns of equal length `count`. Row i is one point.
 * Never turned into an object per point: it is transferred between threads, written to the log, sent to
 * trends and encoded for sinks as it is.
 */
export interface PointBatch {
  readonly count: number;
  /** The device's number, private to the running engine. */
  readonly device: number;
  readonly origin: BatchOrigin;
  /** Absent: shown, stored and published. */
  readonly reach?: BatchReach;
  /** Wall clock of the gateway when the answer was complete, µs since 1970 UTC. */
  readonly receivedUs: number;
  /** The tag's number, private to the running engine. */
  readonly tag: Uint32Array;
  /** µs since 1970 UTC; strictly increasing per tag where the gateway stamps. */
  readonly timeUs: Float64Array;
  /** In engineering units. NaN where the status is Bad, and where only `cells` can carry the value. */
  readonly value: Float64Array;
  /** OPC UA StatusCode. */
  readonly status: Uint32Array;
  /** The server's own timestamp, where the protocol has two. */
  readonly serverUs?: Float64Array;
  /** POINT_FLAG bits; absent means none is set anywhere. */
  readonly flags?: Uint8Array;
  /** Sparse: only rows whose value is not a float64 (strings, exact 64-bit integers, byte arrays). */
  readonly cells?: readonly TypedCell[];
}
