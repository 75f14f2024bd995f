import { hostname } from 'node:os';
import { join } from 'node:path';
import { parseDurationMs } from '../../../src-shared/domain/duration.ts';
import { AgreedDevices } from '../../fleet/agreed-devices.ts';
import { fleetFault } from '../../fleet/fleet-fault.ts';
import { FleetStore } from '../../fleet/fleet-store.ts';
import { FleetSync } from '../../fleet/fleet-sync.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Lifetime } from '../../kernel/lifetime.ts';
import type { Logger } from '../../kernel/logger.ts';
import { writeAtomic } from '../../kernel/write-atomic.ts';
import type { NexusConfig } from '../../project/config/nexus-config.ts';
import { STATE_FOLDER } from '../../project/project-layout.ts';
import type { ProjectEditor } from '../../project/revisions/project-editor.ts';
import type { Plant } from '../plant.ts';
import { postgresLink } from '../postgres-link.ts';
import type { Publishing } from '../publishing/publishing.ts';
import { fleetProject } from './fleet-project.ts';

interface FleetParts {
  readonly folder: string;
  readonly version: string;
  readonly config: NexusConfig;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly editor: ProjectEditor;
  readonly plant: Plant;
  readonly publishing: Publishing | undefined;
}

/**
 * Joins this gateway to the store of its fleet; undefined where none is configured. A store that cannot be reached stops
 * no start: devices are those of the files, which were in step when it was last there.
 *
 * @throws NexusError NX_SECRET_MISSING
 */
export async function openFleet(parts: FleetParts, lifetime: Lifetime): Promise<FleetSync | undefined> {
  const { folder, version, clock, logger, editor, plant, publishing } = parts;
  const settings = parts.config.fleet;
  if (!settings) return undefined;
  const { url, schema } = settings.database;
  const options = { ...(await postgresLink(folder, 'fleet.database', settings.database)), schema };
  const instance = settings.instance ?? hostname();
  const { by, values = by === 'instance' ? [instance] : [] } = settings.partition;
  const sync = lifetime.add(
    new FleetSync({
      instance,
      version,
      partition: { by, values },
      lookEveryMs: parseDurationMs(settings.look_every)!,
      clock,
      logger,
      agreed: await AgreedDevices.open(join(folder, STATE_FOLDER, 'fleet.json'), `${url} ${schema}`, writeAtomic),
      project: fleetProject(editor, plant.directory),
      open: () => FleetStore.open(options),
      fault: (error) => fleetFault(error, url),
    }),
  );
  lifetime.add(plant.applied.on(() => sync.look()));
  // Where configuration services tell changes over MQTT, nobody waits for the next look.
  if (publishing) lifetime.add(publishing.client.configEvents.on(() => sync.look()));
  return sync;
}
