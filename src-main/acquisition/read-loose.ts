import type { DriverTag, ReadingColumns } from '../drivers/driver.ts';
import { readingColumns } from './reading-columns.ts';
import type { Session } from './session.ts';

/** Readings of tags that are none of a device's yet, in their order; plain data. */
export interface LooseReadings {
  /** In device units. */
  readonly columns: ReadingColumns;
  /** When the last answer was there, µs of the wall clock. */
  readonly receivedUs: number;
  /** Why single rows are Bad. */
  readonly faults: readonly (readonly [row: number, text: string])[];
}

/**
 * Reads tags once, in a turn of their own between two polls, over the link that stands. Nothing is kept of them.
 * Rejects as `Driver.read`.
 */
export async function readLoose(session: Session, tags: readonly DriverTag[]): Promise<LooseReadings> {
  const columns = readingColumns(tags.length);
  const plan = session.plan(tags);
  const { signal } = session.link;
  const receivedUs = await session.ownTurn((turn) => turn.read(plan, columns, signal), signal);
  return { columns, receivedUs, faults: [...session.faults(plan)] };
}
