import { open } from 'node:fs/promises';
import type { AuditCheckpoint } from '../../../src-shared/domain/audit-entry.ts';
import type { AuditKeys } from './audit-keys.ts';
import { ChainCheck, type TrailCheck } from './chain-check.ts';
import { trailFiles, trailPath } from './trail-files.ts';

const BLOCK = 256 * 1024;
const NEWLINE = 10;

export interface VerifyOptions {
  readonly folder: string;
  readonly keys: Pick<AuditKeys, 'seal' | 'trail' | 'publicKey'>;
  /** Kept elsewhere, and noted beside the trail: what each says must stand in it. */
  readonly checkpoints?: readonly AuditCheckpoint[];
  /** A trail that grows: entries behind this one are not looked at. */
  readonly upTo?: number;
  /** Between blocks: how far it is; time for others. */
  readonly pause?: (entries: number) => Promise<void>;
}

/**
 * Looks through a whole trail, file by file and block by block: every seal, every link, every checkpoint in it, and those
 * that were kept elsewhere. Memory is that of a block and a line.
 */
export async function verifyTrail({ folder, keys, checkpoints, upTo, pause }: VerifyOptions): Promise<TrailCheck> {
  const check = new ChainCheck(keys, checkpoints ?? []);
  const numbers = trailFiles(folder);
  for (const number of numbers) {
    const file = await open(trailPath(folder, number), 'r');
    try {
      let rest: Buffer = Buffer.alloc(0);
      for (let at = 0; ; ) {
        const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(BLOCK), 0, BLOCK, at);
        if (bytesRead === 0) break;
        at += bytesRead;
        const block = Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
        let from = 0;
        for (let newline = block.indexOf(NEWLINE); newline >= 0; newline = block.indexOf(NEWLINE, from)) {
          if (upTo !== undefined && check.last >= upTo) return check.end();
          check.line(block.subarray(from, newline));
          from = newline + 1;
        }
        rest = Buffer.from(block.subarray(from));
        await pause?.(check.entries);
      }
      if (rest.length > 0 && (upTo === undefined || check.last < upTo)) check.torn(rest.length);
    } finally {
      await file.close();
    }
  }
  return check.end();
}
