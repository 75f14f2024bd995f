import type { Identity } from '../../../src-shared/domain/access.ts';
import type { AuditInterface } from '../../../src-shared/domain/audit-entry.ts';
import type { AgentStore } from '../../deploy/agent-store.ts';
import type { DeployKey } from '../../deploy/deploy-key.ts';
import type { PairingDesk } from '../../deploy/pairing-desk.ts';
import type { TargetStore } from '../../deploy/target-store.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Logger } from '../../kernel/logger.ts';
import type { ProjectEditor } from '../../project/revisions/project-editor.ts';
import type { EngineParts } from '../engine-parts.ts';
import type { PlantFigures } from './plant-figures.ts';

/** One thing that a deploy did or refused, for the audit trail. */
export interface DeployAct {
  readonly action: `deploy.${string}`;
  readonly actor: Identity;
  /** The gateway, or the workstation that was paired. */
  readonly object: string;
  readonly before?: unknown;
  readonly after?: unknown;
  readonly reason?: string;
  readonly result: 'ok' | 'refused' | 'failed';
  readonly code?: string;
  readonly ip?: string | undefined;
  /** By which way it was asked for; another gateway speaks HTTP. */
  readonly interface?: AuditInterface;
}
export type RecordDeploy = (act: DeployAct) => Promise<void>;

/** What both sides of deploys work with. */
export interface DeployParts {
  /** Of the project. */
  readonly folder: string;
  readonly version: string;
  /** Of this computer, as others see it. */
  readonly name: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly key: DeployKey;
  readonly editor: ProjectEditor;
  readonly figures: PlantFigures;
  readonly probing: Pick<EngineParts, 'plant' | 'probes' | 'editor'>;
  readonly store: AgentStore;
  readonly pairing: PairingDesk;
  readonly targets: TargetStore;
  readonly record: RecordDeploy;
}
