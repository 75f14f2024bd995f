import { hostname } from 'node:os';
import { resolve } from 'node:path';
import type { AuditRecord } from '../../../src-shared/domain/audit-entry.ts';
import { parseDurationMs } from '../../../src-shared/domain/duration.ts';
import { openAuditKeys } from '../../access/audit/audit-keys.ts';
import { AuditTrail } from '../../access/audit/audit-trail.ts';
import { readHead } from '../../access/audit/head-note.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Logger } from '../../kernel/logger.ts';
import type { NexusConfig } from '../../project/config/nexus-config.ts';
import { accessFolder, auditFolder } from '../../project/project-layout.ts';
import { AuditDesk } from './audit-desk.ts';
import { keepCheckpoints } from './keep-checkpoints.ts';

export interface AuditOptions {
  readonly folder: string;
  readonly config: NexusConfig;
  readonly version: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The number of the revision that runs. */
  readonly revision: () => number;
}

/** Opens the audit trail of a project. @throws NexusError NX_AUDIT_KEYS */
export async function openAudit(options: AuditOptions): Promise<AuditDesk> {
  const { folder, config, clock, logger, revision, version } = options;
  const { keys, isNew } = openAuditKeys(accessFolder(folder));
  if (isNew) logger.info('the audit trail has its keys: note the public one elsewhere', { ed25519: keys.publicKey });
  const { keep, keep_files: files } = config.audit;
  const at = auditFolder(folder);
  const noted = readHead(at);
  const trail = await AuditTrail.open({
    ...{ folder: at, keys, node: hostname(), clock, logger, revision },
    retention: { files, keepMs: parseDurationMs(keep)! },
  });
  const { last, broken } = trail.found;
  if (broken !== undefined) {
    const text = `entry ${broken} of the audit trail is not as it was written: run nexus-edge audit verify`;
    logger.error(text, { entry: broken });
  }
  const system = { actor: { kind: 'system' }, interface: 'system', object: '', result: 'ok' } as const;
  const say = (action: string, what: Pick<AuditRecord, 'before' | 'after'>): Promise<void> =>
    trail.record({ ...system, action, ...what }).catch(() => undefined);
  if (last && last.action !== 'system.stopped')
    await say('system.unclean_stop', { before: { last: last.time, entry: last.seq } });
  await say('system.started', { after: { version, program: process.version } });
  const desk = new AuditDesk({ folder: at, keys, trail, noted, clock, logger });
  const kept = config.audit.checkpoint_folder;
  if (kept !== undefined) desk.keep(keepCheckpoints(trail.checkpointed, resolve(folder, kept), logger));
  desk.start();
  return desk;
}

/** Says that the engine stops, and closes the trail behind it. */
export async function closeAudit(desk: AuditDesk): Promise<void> {
  await desk.dispose();
  const told = { action: 'system.stopped', object: '', result: 'ok' } as const;
  await desk.trail.record({ actor: { kind: 'system' }, interface: 'system', ...told }).catch(() => undefined);
  await desk.trail.dispose();
  await desk.kept?.dispose();
}
