import type { SavedLayout } from '../../src-shared/contract/layouts.ts';
import type { SavedQuery } from '../../src-shared/contract/queries.ts';
import type { SystemInfo, SystemStatus } from '../../src-shared/contract/system.ts';
import type { TagTemplate } from '../../src-shared/contract/templates.ts';
import type { SavedTrend } from '../../src-shared/contract/trends.ts';
import type { WatchTable } from '../../src-shared/contract/watches.ts';
import type { AccessDesk } from '../access/access-desk.ts';
import type { ProbeThreads } from '../acquisition/probe-threads.ts';
import type { DriverManifest } from '../drivers/driver.ts';
import type { FleetSync } from '../fleet/fleet-sync.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Emitter } from '../kernel/emitter.ts';
import type { LogRing } from '../kernel/log-ring.ts';
import type { Logger } from '../kernel/logger.ts';
import type { LastValues } from '../live/last-values.ts';
import type { DocumentFolder } from '../project/documents/document-folder.ts';
import type { ProjectEditor } from '../project/revisions/project-editor.ts';
import type { ExplorerClient } from '../uns/explorer/explorer-client.ts';
import type { AuditDesk } from './audit/audit-desk.ts';
import type { CheckDesk } from './checks/check-desk.ts';
import type { DeployDesk } from './deploy/open-deploy.ts';
import type { OutageMemory } from './devices/outage-memory.ts';
import type { DrillDesk } from './drill/drill-desk.ts';
import type { HistoryJobs } from './history/history-jobs.ts';
import type { Plant } from './plant.ts';
import type { RemotePoints } from './remote/remote-points.ts';
import type { Storage } from './storage.ts';
import type { WriteDoor } from './writes/write-door.ts';

/** What is the same for whoever asks. */
export type EngineInfo = Omit<SystemInfo, 'you'>;

/** What the engine hands to its handlers. */
export interface EngineParts extends HistoryJobs {
  /** Who is let in: users, keys and sessions. */
  readonly access: AccessDesk;
  readonly clock: Clock;
  readonly info: () => EngineInfo;
  readonly drivers: readonly DriverManifest[];
  /** The folder of fonts, icons and the demo plant. */
  readonly resources: URL;
  /** The combined file that a demo project is made of. */
  readonly demoDevices: string;
  readonly editor: ProjectEditor;
  readonly plant: Plant;
  /** Of devices, since the start. */
  readonly outages: OutageMemory;
  /** Outages on purpose. */
  readonly drills: DrillDesk;
  /** To other gateways, and to this one. */
  readonly deploy: DeployDesk;
  /** Connection tests. */
  readonly probes: ProbeThreads;
  readonly last: LastValues;
  readonly storage: Storage;
  /** Of other gateways. */
  readonly remote: RemotePoints;
  readonly writes: WriteDoor;
  /** Undefined where publishing is off. */
  readonly explorer: ExplorerClient | undefined;
  /** Everything that changes something is recorded there. */
  readonly audit: AuditDesk;
  /** Undefined where no store is configured. */
  readonly fleet: FleetSync | undefined;
  readonly logger: Logger;
  /** Of the project. */
  readonly folder: string;
  /** The last lines of the log. */
  readonly logLines: LogRing;
  readonly watchTables: DocumentFolder<WatchTable>;
  readonly savedQueries: DocumentFolder<SavedQuery>;
  readonly savedTrends: DocumentFolder<SavedTrend>;
  readonly tagTemplates: DocumentFolder<TagTemplate>;
  readonly memoryLayouts: DocumentFolder<SavedLayout>;
  /** Loop checks. */
  readonly checks: CheckDesk;
  /** Once a second. */
  readonly status: Emitter<SystemStatus>;
}
