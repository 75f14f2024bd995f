import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { DatabaseCheck, DatabaseVerdict } from './sqlite/database-check.ts';
import type { CheckCopy } from './sqlite/sqlite-store.ts';

/** Checks copies in a thread of its own, since a large one takes minutes. @param entry the file that the thread runs. */
export function checkInThread(entry: URL): CheckCopy {
  return async (checkFile) => {
    const worker = new Worker(entry, { name: 'historian check', workerData: { checkFile } satisfies DatabaseCheck });
    try {
      const [verdict] = (await Promise.race([once(worker, 'message'), endOf(worker)])) as [DatabaseVerdict];
      return verdict;
    } finally {
      await worker.terminate();
    }
  };
}

async function endOf(worker: Worker): Promise<never> {
  const [exitCode] = (await once(worker, 'exit')) as [number];
  throw new NexusError('NX_BACKUP', `The check of the copy ended without an answer (exit code ${exitCode}).`);
}
