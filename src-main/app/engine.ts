import { hostname } from 'node:os';
import type { SystemStatus } from '../../src-shared/contract/system.ts';
import { parseDurationMs } from '../../src-shared/domain/duration.ts';
import { ProbeThreads } from '../acquisition/probe-threads.ts';
import type { DriverManifest } from '../drivers/driver.ts';
import { systemClock } from '../kernel/clock.ts';
import { crashPoint } from '../kernel/crash-point.ts';
import type { Emitter } from '../kernel/emitter.ts';
import { giveBackHeap } from '../kernel/give-back-heap.ts';
import { Lifetime } from '../kernel/lifetime.ts';
import type { Logger } from '../kernel/logger.ts';
import { LastValues } from '../live/last-values.ts';
import type { CheckedProject } from '../project/check/check-project.ts';
import { checkSecrets } from '../project/check/check-secrets.ts';
import { formatFault, projectInvalid } from '../project/check/fault.ts';
import { memoryLayouts } from '../project/documents/memory-layouts.ts';
import { savedQueries } from '../project/documents/saved-queries.ts';
import { savedTrends } from '../project/documents/saved-trends.ts';
import { tagTemplates } from '../project/documents/tag-templates.ts';
import { watchTables } from '../project/documents/watch-tables.ts';
import { driversFolder } from '../project/project-layout.ts';
import { lockProject } from '../project/project-lock.ts';
import { ProjectEditor } from '../project/revisions/project-editor.ts';
import type { ListenerState } from '../rpc/listen/listeners.ts';
import type { EnginePort } from '../rpc/port.ts';
import { disarmWithSessions } from './access/disarm-with-sessions.ts';
import { openAccess } from './access/open-access.ts';
import { followEngine } from './audit/follow-engine.ts';
import { closeAudit, openAudit } from './audit/open-audit.ts';
import { CheckDesk } from './checks/check-desk.ts';
import { joinConfigEvents } from './config-events.ts';
import { openDeploy } from './deploy/open-deploy.ts';
import { recoverTrial } from './deploy/recover-trial.ts';
import { OutageMemory } from './devices/outage-memory.ts';
import { DrillDesk } from './drill/drill-desk.ts';
import { EngineHosts, type HostUrls } from './engine-hosts.ts';
import type { EngineInfo, EngineParts } from './engine-parts.ts';
import { openHistoryJobs } from './history/history-jobs.ts';
import { listenSettings } from './listen-settings.ts';
import { Plant } from './plant.ts';
import { joinExplorer } from './publishing/join-explorer.ts';
import { joinRemoteCommands } from './publishing/remote-commands.ts';
import { remoteScope } from './publishing/remote-scope.ts';
import { RemotePoints } from './remote/remote-points.ts';
import { serveWorkstation } from './serve-workstation.ts';
import { openLog } from './service/open-log.ts';
import { tellFallback } from './service/tell-fallback.ts';
import { statusSummary } from './status/status-summary.ts';
import { StatusTicker } from './status/system-status.ts';
import { startStorage } from './storage.ts';
import { currentValues } from './tags/current-values.ts';
import { fillPast } from './twins/fill-past.ts';
import { openWriteDoor } from './writes/write-door.ts';

/** What the program that hosts an engine knows and the engine does not: where things are. */
export interface EngineSurroundings {
  readonly version: string;
  /** Entry files of the worker threads. */
  readonly hosts: HostUrls;
  /** Folder of the built pages. */
  readonly pages: string;
  readonly resources: URL;
  /** The combined file that a demo project is made of. */
  readonly demoDevices: string;
}

/** What the program that hosts an engine shows of it. */
export interface EngineWindow {
  /** Once a second. */
  readonly status: Emitter<SystemStatus>;
  /** Serves a page of this program on a message port; no TCP is needed. */
  connect(port: EnginePort): void;
}

export interface EngineOptions extends EngineSurroundings {
  readonly folder: string;
  /** Undefined: as the project says; without one there, nothing listens. */
  readonly port: number | undefined;
  readonly drivers: readonly DriverManifest[];
  /** What runs where the files have faults; they stop the start unless given. */
  readonly onFaults?: 'stop' | 'last-good' | undefined;
  /** Gives the devices of a demo project that was just made the history of a day. */
  readonly fillPast?: boolean | undefined;
}

/** A running engine. */
export interface RunningEngine extends EngineWindow {
  /** Where the workstation is served, with its one-time token where a login is asked for. */
  readonly address: string | undefined;
  /** What is to be said of the listener beside its address, such as its fingerprint. */
  readonly listener: ListenerState | undefined;
  readonly loginIsOff: boolean;
  /** What the first administrator is made with, while there is none. */
  readonly setupCode: string | undefined;
  readonly logger: Logger;
  /** How it is, in one line. */
  summary(): string;
  /** Worker hosts whose thread does not answer within the deadline. */
  stuckHosts(deadlineMs: number): Promise<readonly string[]>;
  /** Stops the polls first, then lets log and historian take what is on its way. */
  stop(): Promise<void>;
}

/**
 * The composition root: makes the rooms and connects them. It wires and decides nothing; what a room needs of another
 * is handed to it here as a function. A point takes one direction:
 *
 *   acquisition host → plant (the bus) → live values → windows
 *                                      → log host → (head) → historian host
 *
 * What is registered in the lifetime first is stopped last: windows, then polls, then storage, then the lock.
 *
 * @throws NexusError NX_PROJECT_…, NX_SERVER_PORT, NX_HOST_GONE; what had been started is stopped again.
 */
export async function startEngine(options: EngineOptions): Promise<RunningEngine> {
  const lifetime = new Lifetime('engine');
  try {
    return await compose(options, lifetime);
  } catch (error) {
    await lifetime.dispose();
    throw error;
  }
}

/** Reading a project with more of them takes memory for a moment that is worth a pause of 0.3 s to have back. */
const MANY_TAGS = 10_000;

async function compose(options: EngineOptions, lifetime: Lifetime): Promise<RunningEngine> {
  const startedUs = systemClock.wallUs();
  lifetime.add(await lockProject(options.folder));
  crashPoint('start.afterLock');
  const editor = await ProjectEditor.open(options.folder, options.drivers, systemClock, options.onFaults);
  await recoverTrial(options.folder, editor);
  crashPoint('start.afterRecover');
  const { config, devices } = editor.current.project;
  if (devices.reduce((sum, { tags }) => sum + tags.length, 0) > MANY_TAGS) await giveBackHeap();
  const logger = openLog(options.folder, config.log, lifetime);
  const tellWarnings = ({ faults }: CheckedProject): void => {
    for (const fault of faults) if (fault.severity === 'warning') logger.warn(formatFault(fault), { code: fault.code });
  };
  tellWarnings(editor.current.project);
  tellFallback(editor, logger);
  const secrets = await checkSecrets(editor.current.project, options.folder);
  if (secrets.some(({ severity }) => severity === 'error')) throw projectInvalid(secrets);
  crashPoint('start.afterConfig');
  const revision = (): number => editor.current.revision.number;
  const audit = await openAudit({ ...options, config, clock: systemClock, logger, revision });
  lifetime.defer(() => closeAudit(audit));
  const record = audit.trail.record.bind(audit.trail);
  const access = lifetime.add(await openAccess({ ...options, config: config.access, clock: systemClock, record }));
  const hosts = new EngineHosts(options.hosts, logger);
  const storage = lifetime.add(await startStorage({ ...options, config, hosts, clock: systemClock }));
  const last = new LastValues();
  const plant = lifetime.add(new Plant({ ...options, acquisition: config.acquisition, hosts, storage, last }));
  for (const { client } of storage.publishing?.sinks ?? [])
    client.valuesOf = () => currentValues(plant.directory, last);
  // Registered after the plant, so that the polls end before the plant stops listening to them.
  lifetime.defer(() => plant.stopPolling());
  await plant.apply(devices, config);
  editor.onApplied = (applied) => {
    logger.setLevel(applied.project.config.log.level);
    tellWarnings(applied.project);
    return plant.take(applied);
  };
  const writes = lifetime.add(
    await openWriteDoor({ ...options, config, clock: systemClock, logger, plant, last, audit }),
  );
  lifetime.add(disarmWithSessions(access, writes.arming));
  const remote = lifetime.add(await RemotePoints.start({ ...options, config, hosts, plant, storage, last }));
  const explorer = storage.publishing && lifetime.add(joinExplorer(storage.publishing, plant, hosts));
  if (storage.publishing) {
    const publisher = storage.publishing.client;
    for (const sink of storage.publishing.sinks)
      lifetime.add(joinRemoteCommands(sink.client, writes.commands, remoteScope(sink, config.mqtt, plant.directory)));
    lifetime.add(joinConfigEvents({ publisher, editor, plant, settings: config.mqtt.config_events, logger }));
  }
  for (const manifest of options.drivers) if (manifest.inMainThread) lifetime.add(manifest.inMainThread());
  const probes = lifetime.add(
    new ProbeThreads({ url: options.hosts.probe, clock: systemClock, logger, folder: driversFolder(options.folder) }),
  );
  const info = (): EngineInfo => ({
    version: options.version,
    project: editor.current.project.config.project.name,
    gateway: hostname(),
    mode: plant.isDemo ? 'demo' : 'live',
    login: config.access.login,
    startedUs,
  });
  const { callers, trail } = audit;
  lifetime.add(followEngine({ clock: systemClock, editor, plant, storage, callers, record: trail.record }));
  const { directory } = plant;
  const rawMs = (): number => parseDurationMs(config.historian.raw)!;
  const jobs = await openHistoryJobs(
    { ...options, config, clock: systemClock, hosts, storage, editor, directory, remote, rawMs },
    lifetime,
  );
  const { archive } = jobs;
  archive.schedule();
  const status = lifetime.add(new StatusTicker({ plant, storage, last, hosts, remote, writes, archive }, systemClock));
  const port = options.port ?? config.server.port;
  const common = { ...options, clock: systemClock, editor, plant, last, storage, probes, logger, audit: audit.trail };
  const deploy = await openDeploy({ ...common, hosts, jobs: jobs.jobs }, lifetime);
  const parts: EngineParts = {
    ...options,
    access,
    clock: systemClock,
    info,
    editor,
    plant,
    outages: lifetime.add(new OutageMemory(plant.devices.changed, systemClock)),
    probes,
    last,
    storage,
    drills: lifetime.add(new DrillDesk({ ...common, access, hosts, jobs: jobs.jobs })),
    ...jobs,
    remote,
    writes,
    explorer,
    // Most gateways have neither a fleet nor a provider, and need not load what speaks to them.
    fleet:
      config.fleet &&
      (await (
        await import('./fleet/open-fleet.ts')
      ).openFleet(
        { ...options, config, clock: systemClock, logger, editor, plant, publishing: storage.publishing },
        lifetime,
      )),
    deploy,
    audit,
    logger,
    logLines: logger.kept,
    watchTables: watchTables(options.folder),
    savedQueries: savedQueries(options.folder),
    savedTrends: savedTrends(options.folder),
    tagTemplates: tagTemplates(options.folder),
    memoryLayouts: memoryLayouts(options.folder),
    checks: new CheckDesk({ ...options, clock: systemClock, plant, last, writes, editor }),
    status: status.ticked,
  };
  const workstation = lifetime.add(
    await serveWorkstation({
      listen: listenSettings(options.folder, port, config, () => access.users.hasAdmin),
      pages: options.pages,
      oidc:
        config.access.oidc &&
        (await import('./access/open-oidc.ts')).openOidc({
          ...options,
          config: config.access,
          access,
          clock: systemClock,
        }),
      parts,
      hosts,
      logger,
    }),
  );
  crashPoint('start.afterListen');
  if (options.fillPast) await fillPast(parts, 'nexus-edge');
  logger.info('engine started', {
    project: config.project.name,
    devices: devices.length,
    tags: plant.directory.tags.length,
    port,
  });
  return {
    address: workstation.listener && `${workstation.listener.address}/${access.addressEnd()}`,
    listener: workstation.listener,
    setupCode: workstation.listener && access.state.setup ? await access.setup.issue() : undefined,
    logger,
    summary: () => statusSummary(parts, hosts),
    stuckHosts: (deadlineMs) => hosts.stuck(deadlineMs),
    loginIsOff: config.access.login === 'off',
    status: status.ticked,
    connect: (end) => workstation.connect(end),
    stop: () => lifetime.dispose(),
  };
}
