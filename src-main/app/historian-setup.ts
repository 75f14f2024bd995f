import { join } from 'node:path';
import { parseDurationMs } from '../../src-shared/domain/duration.ts';
import type { HistorianHostData } from '../historian/historian-messages.ts';
import type { TagDescription } from '../historian/store.ts';
import type { TimescaleOptions } from '../historian/timescale/timescale-options.ts';
import type { DatabaseConfig } from '../project/config/database-config.ts';
import type { NexusConfig } from '../project/config/nexus-config.ts';
import { STATE_FOLDER } from '../project/project-layout.ts';
import { postgresLink } from './postgres-link.ts';
import { publisherRow } from './publishing/publisher-setup.ts';
import type { TagEntry } from './tags/tag-directory.ts';

/** File of the embedded historian. */
export const historianFile = (folder: string): string => join(folder, STATE_FOLDER, 'historian.db');

/**
 * What the historian host is started with: secrets and certificates read.
 * @throws NexusError NX_SECRET_MISSING
 */
export async function historianData(folder: string, { project, historian }: NexusConfig): Promise<HistorianHostData> {
  const { raw, hourly, daily, database } = historian;
  return {
    logFolder: join(folder, STATE_FOLDER, 'log'),
    projectUid: project.uid!,
    databasePath: historianFile(folder),
    retention: {
      rawMs: parseDurationMs(raw)!,
      hourlyMs: parseDurationMs(hourly)!,
      dailyMs: parseDurationMs(daily)!,
    },
    ...(database && { database: await databaseOptions(folder, database) }),
  };
}

async function databaseOptions(folder: string, config: DatabaseConfig): Promise<TimescaleOptions> {
  const { schema, writers, pool } = config;
  return {
    ...(await postgresLink(folder, 'historian.database', config)),
    schema,
    writers,
    pool,
    batchPoints: config.batch_points,
    batchMs: parseDurationMs(config.batch_time)!,
    compressAfterMs: parseDurationMs(config.compress_after)!,
  };
}

/** How a store that people read by themselves calls a tag. */
export function describedTag(entry: TagEntry): TagDescription {
  const { topic, unit, dataType } = publisherRow(entry);
  const { device, tag } = entry;
  return {
    tagUid: entry.uid,
    deviceUid: device.uid,
    topic,
    device: device.device.name ?? device.device.id,
    name: tag.name ?? tag.id,
    dataType,
    ...(unit !== undefined && { unit }),
    ...(tag.description !== undefined && { description: tag.description }),
  };
}
