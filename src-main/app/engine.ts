import { hostname } from 'node:os';
import { Sessions } from '../access/sessions.ts';
import { AcquisitionClient } from '../acquisition/acquisition-client.ts';
import type { DriverManifest } from '../drivers/driver.ts';
import { systemClock } from '../kernel/clock.ts';
import { HostSupervisor } from '../kernel/host-supervisor.ts';
import { Lifetime } from '../kernel/lifetime.ts';
import { createLogger } from '../kernel/logger.ts';
import { LastValues } from '../live/last-values.ts';
import { openProject } from '../project/load-project.ts';
import { lockProject } from '../project/project-lock.ts';
import { DemoPlant } from './demo-plant.ts';
import type { EngineParts } from './engine-parts.ts';
import { Plant } from './plant.ts';
import { serveWorkstation } from './serve-workstation.ts';
import { startStorage } from './storage.ts';
import { StatusTicker } from './system-status.ts';

/** What the program that hosts an engine knows and the engine does not: where things are. */
export interface EngineSurroundings {
  readonly version: string;
  /** Entry files of the worker threads. */
  readonly hosts: { readonly acquisition: URL; readonly log: URL; readonly historian: URL; readonly simulator: URL };
  /** Folder of the built pages. */
  readonly pages: string;
  readonly resources: URL;
  /** The combined file that a demo project is made of. */
  readonly demoDevices: string;
}

export interface EngineOptions extends EngineSurroundings {
  readonly folder: string;
  /** Undefined: as the project says; without one there, nothing listens. */
  readonly port: number | undefined;
  readonly drivers: readonly DriverManifest[];
}

/** A running engine. */
export interface RunningEngine {
  /** Where the workstation is served, with its one-time token where a login is asked for. */
  readonly address: string | undefined;
  readonly loginIsOff: boolean;
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

async function compose(options: EngineOptions, lifetime: Lifetime): Promise<RunningEngine> {
  const clock = systemClock;
  const startedUs = clock.wallUs();
  lifetime.add(await lockProject(options.folder));
  const { config, devices } = await openProject(options.folder, options.drivers);
  const logger = createLogger(config.log.level);
  const supervisors: HostSupervisor[] = [];
  const host = (name: string, url: URL, data: unknown = {}): HostSupervisor => {
    const supervisor = new HostSupervisor({ name, url, data: () => data }, clock, logger);
    supervisors.push(supervisor);
    return supervisor;
  };

  const storage = lifetime.add(await startStorage({ ...options, projectUid: config.project.uid!, host, logger }));
  const last = new LastValues();
  const polling = host('acquisition', options.hosts.acquisition);
  const acquisition = lifetime.add(new AcquisitionClient(polling));
  const startSimulators = (): Promise<DemoPlant> =>
    DemoPlant.start(host('simulator', options.hosts.simulator), options.resources);
  const plant = lifetime.add(new Plant({ ...options, acquisition, storage, last, startSimulators }));
  await lifetime.add(polling).start();
  await plant.add(devices, config.project.mode);

  const sources = {
    directory: plant.directory,
    devices: plant.devices,
    last,
    balance: storage.balance,
    historianState: storage.state,
  };
  const status = lifetime.add(new StatusTicker(sources, clock));
  const parts: EngineParts = {
    clock,
    directory: plant.directory,
    devices: plant.devices,
    last,
    info: () => ({
      version: options.version,
      project: config.project.name,
      gateway: hostname(),
      mode: plant.isDemo ? 'demo' : 'live',
      login: config.access.login,
      startedUs,
    }),
    status: status.ticked,
    revised: plant.revised,
    series: storage.series,
    startDemo: () => plant.startDemo(),
    setFault: (device, fault) => plant.setFault(device, fault),
  };
  const port = options.port ?? config.server.port;
  const sessions = config.access.login === 'off' ? undefined : new Sessions(clock);
  if (port !== undefined) {
    const restarts = (): Record<string, number> =>
      Object.fromEntries(supervisors.map(({ name, restarts: count }) => [name, count]));
    const ready = (): boolean => supervisors.every((supervisor) => supervisor.state === 'running');
    const served = {
      port,
      sessions,
      pages: options.pages,
      parts,
      balance: storage.balance,
      restarts,
      ready,
      clock,
      logger,
    };
    lifetime.add(await serveWorkstation(served));
  }
  logger.info('engine started', {
    project: config.project.name,
    devices: devices.length,
    tags: plant.directory.tagCount,
    port,
  });
  return {
    address:
      port === undefined ? undefined : `http://127.0.0.1:${port}/${sessions ? `#token=${sessions.issueToken()}` : ''}`,
    loginIsOff: sessions === undefined,
    stop: () => lifetime.dispose(),
  };
}
