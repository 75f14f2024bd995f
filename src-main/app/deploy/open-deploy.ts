import { hostname } from 'node:os';
import type { RecordAudit } from '../../../src-shared/domain/audit-entry.ts';
import { AgentStore } from '../../deploy/agent-store.ts';
import { openDeployKey } from '../../deploy/deploy-key.ts';
import { PairingDesk } from '../../deploy/pairing-desk.ts';
import { TargetStore } from '../../deploy/target-store.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Lifetime } from '../../kernel/lifetime.ts';
import type { Logger } from '../../kernel/logger.ts';
import { writeAtomic } from '../../kernel/write-atomic.ts';
import type { AnswerAgent } from '../../rpc/serve-deploy.ts';
import type { EngineHosts } from '../engine-hosts.ts';
import type { EngineParts } from '../engine-parts.ts';
import { AgentDoor } from './agent-door.ts';
import { DeployAgent } from './deploy-agent.ts';
import { deployFolder } from './deploy-folder.ts';
import type { DeployParts, RecordDeploy } from './deploy-parts.ts';
import { DeployRuns } from './deploy-runs.ts';
import { PackageInbox } from './package-inbox.ts';
import { PlantFigures } from './plant-figures.ts';
import { TargetList } from './target-list.ts';

/** Both sides of deploys, as handlers and HTTP know them. */
export interface DeployDesk {
  readonly parts: DeployParts;
  readonly targets: TargetList;
  readonly runs: DeployRuns;
  /** Undefined where this gateway takes no deploys (`deploy.accept`). */
  readonly agent: DeployAgent | undefined;
  /** Answers workstations; undefined as above. */
  readonly answer: AnswerAgent | undefined;
}

export interface OpenDeployOptions
  extends Pick<EngineParts, 'plant' | 'last' | 'storage' | 'probes' | 'editor' | 'jobs'> {
  readonly folder: string;
  readonly version: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly hosts: EngineHosts;
  readonly audit: { readonly record: RecordAudit };
}

/** Opens what deploys keep, and the side of the gateway where it is switched on. */
export async function openDeploy(options: OpenDeployOptions, lifetime: Lifetime): Promise<DeployDesk> {
  const { folder, clock, editor, logger } = options;
  const kept = deployFolder(folder);
  const nowMs = (): number => Math.round(clock.wallUs() / 1_000);
  const record: RecordDeploy = ({ actor, ...act }) =>
    options.audit.record({ interface: 'rest', ...act, actor: { kind: actor.kind, id: actor.id, name: actor.name } });
  const parts: DeployParts = {
    ...{ folder, clock, editor, logger, record },
    version: options.version,
    name: hostname(),
    key: await openDeployKey(kept, writeAtomic),
    figures: new PlantFigures(options),
    probing: options,
    store: await AgentStore.open(kept, writeAtomic),
    pairing: new PairingDesk(kept, writeAtomic, nowMs),
    targets: await TargetStore.open(kept, writeAtomic),
  };
  const targets = lifetime.add(new TargetList(parts));
  const runs = new DeployRuns(parts, targets, options.jobs);
  if (!editor.current.project.config.deploy.accept)
    return { parts, targets, runs, agent: undefined, answer: undefined };
  const agent = lifetime.add(new DeployAgent(parts));
  const door = new AgentDoor(parts, agent);
  lifetime.add(new PackageInbox(parts, agent));
  return { parts, targets, runs, agent, answer: (request) => door.answer(request) };
}
