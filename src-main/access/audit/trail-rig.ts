import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditCheckpoint, AuditRecord } from '../../../src-shared/domain/audit-entry.ts';
import { systemClock } from '../../kernel/clock.ts';
import type { Disposable } from '../../kernel/lifetime.ts';
import { createLogger } from '../../kernel/logger.ts';
import { type AuditKeys, openAuditKeys } from './audit-keys.ts';
import { AuditTrail, type AuditTrailOptions } from './audit-trail.ts';
import { ChainCheck, type TrailCheck } from './chain-check.ts';
import { trailFiles, trailPath } from './trail-files.ts';

/** For tests: a trail in a folder of its own. */
export class TrailRig implements Disposable {
  readonly root = mkdtempSync(join(tmpdir(), 'audit-'));
  readonly folder = join(this.root, 'audit');

  get keys(): AuditKeys {
    return openAuditKeys(join(this.root, 'access')).keys;
  }

  open(more: Partial<AuditTrailOptions> = {}): Promise<AuditTrail> {
    return AuditTrail.open({
      ...{ folder: this.folder, keys: this.keys, node: 'edge-1', clock: systemClock },
      ...{ logger: createLogger('error'), revision: () => 7, retention: { files: 3, keepMs: 1e12 }, reserveBytes: 0 },
      ...more,
    });
  }

  /** Of entries with an own object each, closed. @returns its last checkpoint, as it would be kept elsewhere. */
  async written(entries: number): Promise<AuditCheckpoint> {
    const trail = await this.open({ checkpointEntries: 400 });
    await Promise.all(Array.from({ length: entries }, (_, n) => trail.record(did({ object: `tag boiler/t${n}` }))));
    await trail.dispose();
    return trail.state.checkpoint!;
  }

  /** The bytes of all its files. */
  bytes(): Buffer {
    return Buffer.concat(trailFiles(this.folder).map((number) => readFileSync(trailPath(this.folder, number))));
  }

  /** Of a trail in one file. */
  replace(bytes: Uint8Array): void {
    writeFileSync(trailPath(this.folder, 1), bytes);
  }

  dispose(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** Something that somebody did. */
export const did = (more: Partial<AuditRecord> = {}): AuditRecord => ({
  actor: { kind: 'user', id: 'jdoe', name: 'J. Doe' },
  interface: 'ui',
  action: 'device.saved',
  object: 'device boiler-1',
  result: 'ok',
  ...more,
});

/** Checks lines as they would stand in a file. */
export function checkLines(
  keys: AuditKeys,
  lines: readonly Buffer[],
  checkpoints: readonly AuditCheckpoint[] = [],
): TrailCheck {
  const check = new ChainCheck(keys, checkpoints);
  for (const line of lines) check.line(line);
  return check.end();
}
