import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AuditCheckpoint } from '../../../src-shared/domain/audit-entry.ts';
import type { Emitter } from '../../kernel/emitter.ts';
import type { Disposable } from '../../kernel/lifetime.ts';
import type { Logger } from '../../kernel/logger.ts';

/** Copies each checkpoint into a folder, best of another computer: one file per trail, and one for each day beside it. */
export function keepCheckpoints(checkpointed: Emitter<AuditCheckpoint>, folder: string, logger: Logger): Disposable {
  let last: Promise<void> = Promise.resolve();
  let isFaulty = false;
  const keep = async (checkpoint: AuditCheckpoint): Promise<void> => {
    try {
      await mkdir(folder, { recursive: true });
      const text = `${JSON.stringify(checkpoint, undefined, 2)}\n`;
      const name = `audit-${checkpoint.node}-${checkpoint.trail.slice(0, 8)}`.replaceAll(/[^\w.-]/g, '_');
      for (const path of [`${name}.json`, `${name}-${checkpoint.time.slice(0, 10)}.json`]) {
        const place = join(folder, path);
        await writeFile(`${place}.new`, text);
        await rename(`${place}.new`, place);
      }
      isFaulty = false;
    } catch (error) {
      // A share that is away is told once, and tried again with the next checkpoint.
      if (!isFaulty) logger.warn('a checkpoint of the audit trail could not be kept', { folder, error: String(error) });
      isFaulty = true;
    }
  };
  const subscription = checkpointed.on((checkpoint) => {
    last = last.then(() => keep(checkpoint));
  });
  return {
    dispose: async () => {
      subscription.dispose();
      await last;
    },
  };
}
