import type { TypedCell } from '../../../src-shared/domain/point-batch.ts';

type Cell = TypedCell extends infer Each ? (Each extends TypedCell ? Omit<Each, 'row'> : never) : never;

/** A value that a float64 cannot carry, before it has a row. */
export type RemoteCell = Cell;

/** One point as it is read from a message; one object is filled again and again. */
export interface RemotePoint {
  /** µs since 1970 UTC; NaN where the sender has no time that can be written. */
  timeUs: number;
  value: number;
  /** OPC UA StatusCode. */
  status: number;
  cell: RemoteCell | undefined;
}

export const newPoint = (): RemotePoint => ({ timeUs: Number.NaN, value: Number.NaN, status: 0, cell: undefined });
