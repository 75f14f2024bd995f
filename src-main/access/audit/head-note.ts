import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { AuditCheckpoint } from '../../../src-shared/domain/audit-entry.ts';

const HEAD_FILE = 'head.json';

/** Notes the last checkpoint beside the trail: one that lost its end is shorter. */
export function writeHead(folder: string, checkpoint: AuditCheckpoint): void {
  const path = join(folder, HEAD_FILE);
  writeFileSync(`${path}.new`, `${JSON.stringify(checkpoint)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

const Note = z.object({
  ...{ trail: z.string(), node: z.string(), seq: z.int(), count: z.int() },
  ...{ head: z.string(), time: z.string(), key: z.string(), signature: z.string() },
});

/** The last checkpoint that was noted; undefined where there is none, or what is there is none. */
export function readHead(folder: string): AuditCheckpoint | undefined {
  try {
    return Note.parse(JSON.parse(readFileSync(join(folder, HEAD_FILE), 'utf8')));
  } catch {
    return undefined;
  }
}
