import type { Disposable } from '../../kernel/lifetime.ts';
import { RAW_LIMIT } from '../retention.ts';
import { Answers } from './answers/answers.ts';
import type { DatabaseOptions } from './link/database-options.ts';
import { openToRead } from './link/open-database.ts';

/** What is stored, for whoever runs beside the engine that stores it. */
export interface OpenAnswers extends Pick<Answers, 'series' | 'scan'>, Disposable {}

/** Scans of one tag after the other need one. */
const CONNECTIONS = 2;

/**
 * Opens the history in a database to be read: nothing is written there, and no engine is in the way.
 * @throws NexusError NX_HISTORY_UNAVAILABLE with what was seen and the next step.
 */
export async function openAnswers(options: DatabaseOptions, signal: AbortSignal): Promise<OpenAnswers> {
  const database = await openToRead(options, CONNECTIONS, signal);
  const answers = new Answers(database, { rawLimit: RAW_LIMIT });
  return {
    series: (query, ends) => answers.series(query, ends),
    scan: (query, ends) => answers.scan(query, ends),
    dispose: async () => {
      answers.close();
      await database.close();
    },
  };
}
