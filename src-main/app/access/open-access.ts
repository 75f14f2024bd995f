import type { RecordAudit } from '../../../src-shared/domain/audit-entry.ts';
import { parseDurationMs } from '../../../src-shared/domain/duration.ts';
import { AccessDesk } from '../../access/access-desk.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { AccessConfig } from '../../project/config/access-config.ts';
import { accessFolder } from '../../project/project-layout.ts';
import { localVisitor } from '../../rpc/session-identity.ts';
import { auditedAccess } from './audited-access.ts';

export interface AccessOptions {
  /** Of the project. */
  readonly folder: string;
  readonly config: AccessConfig;
  readonly clock: Clock;
  readonly record: RecordAudit;
}

/** Opens the desk where people and programs show who they are. */
export function openAccess({ folder, config, clock, record }: AccessOptions): Promise<AccessDesk> {
  const times = {
    absoluteMs: parseDurationMs(config.session)!,
    idleMs: parseDurationMs(config.lock_after)!,
    perUser: config.sessions_per_user,
  };
  const ports = { folder: accessFolder(folder), clock, local: localVisitor, tell: auditedAccess(record) };
  return AccessDesk.open(ports, { login: config.login, times });
}
