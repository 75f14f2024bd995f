import type { z } from 'zod';
import type { Clock } from '../kernel/clock.ts';

/** One thing that a scan came across. A later row with the same `id` replaces the earlier. */
export interface ScanRow {
  readonly id: string;
  /** `found`: it can be read. `refused`: the device said no. `silent`: nobody answered. */
  readonly state: 'found' | 'refused' | 'silent';
  /** In the order of the scan's columns. */
  readonly cells: readonly string[];
  /** Keys of `connection:` that differ where this row is made a device. */
  readonly connection?: Readonly<Record<string, unknown>>;
  /** The address of a tag that reads it. */
  readonly address?: string;
}

export type ScanEvent =
  /** What is left is asked for at the same pace. */
  | { readonly type: 'progress'; readonly done: number; readonly total: number; readonly found: number }
  | { readonly type: 'rows'; readonly rows: readonly ScanRow[] };

/** A way to look for what there is at an endpoint: by reading only, at 20 requests a second at most. */
export interface DriverScan<Connection = unknown> {
  /** `units` */
  readonly id: string;
  /** `Scan unit IDs` */
  readonly title: string;
  /** What it sends, for whoever is about to start it. */
  readonly description: string;
  readonly columns: readonly string[];
  /** What its rows can be made. */
  readonly makes: 'devices' | 'tags';
  /** One schema for check and form; every key has a default. */
  readonly options: z.ZodType;
  /**
   * Ends with the last row, or rejects with why it cannot go on. Runs in a thread of its own.
   * @param options as parsed by the schema
   */
  run(
    connection: Connection,
    options: unknown,
    parts: { readonly clock: Clock },
    signal: AbortSignal,
  ): AsyncIterable<ScanEvent>;
}

/** Time between the beginnings of two requests of a scan: 20 a second at most. */
export const SCAN_PACE_MS = 50;
