import type { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';
import type { HistorianHostData } from './historian-messages.ts';
import { type CheckCopy, SqliteStore } from './sqlite/sqlite-store.ts';
import type { HistoryStore } from './store.ts';

/** What a store is opened with. */
export interface StoreSurroundings {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly check: CheckCopy;
  /** Ends an attempt that is under way. */
  readonly signal: AbortSignal;
  /** Told of a fault of a store that stays open, and when it is over. */
  readonly changed: (fault: NexusError | undefined) => void;
}

/**
 * Opens what the project says: the embedded file, or a database server.
 * @throws NexusError NX_HISTORY_UNAVAILABLE with what was seen and the next step.
 */
export async function openStore(data: HistorianHostData, surroundings: StoreSurroundings): Promise<HistoryStore> {
  const { clock, logger, check } = surroundings;
  const { database } = data;
  if (!database) return SqliteStore.open(data, clock, logger, check);
  // Only read where it is used: the driver costs memory.
  const { TimescaleStore } = await import('./timescale/timescale-store.ts');
  return await TimescaleStore.open({ ...data, database }, surroundings);
}
