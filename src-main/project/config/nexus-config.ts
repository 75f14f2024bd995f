import { z } from 'zod';
import { Name, Uid } from '../../../src-shared/domain/tag.ts';
import type { FaultCode } from '../check/fault-codes.ts';
import { AccessConfig } from './access-config.ts';
import { ArchiveConfig } from './archive-config.ts';
import { AuditConfig } from './audit-config.ts';
import { byteSize, count, duration } from './config-fields.ts';
import { DatabaseConfig } from './database-config.ts';
import { DeployConfig } from './deploy-config.ts';
import { FleetConfig } from './fleet-config.ts';
import { LogConfig } from './log-config.ts';
import { MqttConfig } from './mqtt-config.ts';
import { TopicQualityRule } from './quality-config.ts';
import { ServerConfig } from './server-config.ts';

const MiB = 2 ** 20;
const DAY_MS = 86_400_000;
/** Of `nexus.yaml`; it rises when a file of the old form would mean something else. */
const SCHEMA_VERSION = 1;

const older = { params: { fault: 'SCHEMA_VERSION_OLD' satisfies FaultCode } };
const newer = { params: { fault: 'SCHEMA_VERSION_NEW' satisfies FaultCode } };

/** `nexus.yaml`: what is true of the whole gateway. */
export const NexusConfig = z.strictObject({
  schema_version: z
    .int()
    .refine((version) => version >= SCHEMA_VERSION, {
      error: (issue) => `There was no version ${String(issue.input)} of this file. Write ${SCHEMA_VERSION}.`,
      ...older,
    })
    .refine((version) => version <= SCHEMA_VERSION, {
      error: (issue) =>
        `This file is of version ${String(issue.input)}, and this engine knows ${SCHEMA_VERSION}. Start a newer engine.`,
      ...newer,
    })
    .default(SCHEMA_VERSION)
    .meta({
      title: 'Schema version',
      description: 'Of this file; an engine refuses one it does not know.',
      advanced: true,
    }),
  project: z
    .strictObject({
      name: Name.meta({ title: 'Name', description: 'Shown in the title bar and in exports.' }),
      uid: Uid.optional().meta({
        title: 'Identity',
        description: 'Written at the first start; keeps history through renames and moves.',
        advanced: true,
        restart: true,
      }),
      mode: z.enum(['live', 'demo']).default('live').meta({
        title: 'Mode',
        description: 'A demo project starts simulators of its devices on this computer.',
      }),
    })
    .meta({ title: 'Project', scope: 'workspace' }),
  server: ServerConfig.prefault({}).meta({
    title: 'Server',
    description: 'Where the workstation and its calls are served.',
  }),
  access: AccessConfig.prefault({}).meta({ title: 'Access', description: 'Who is let in, and for how long.' }),
  audit: AuditConfig.prefault({}).meta({
    title: 'Audit trail',
    description: 'Everything that changes something is written down in a sealed chain.',
  }),
  log: LogConfig.prefault({}).meta({ title: 'Service log' }),
  deploy: DeployConfig.prefault({}).meta({ title: 'Deploys', description: 'Of configurations to this gateway.' }),
  acquisition: z
    .strictObject({
      hosts: count(1, 16).optional().meta({
        title: 'Acquisition threads',
        description: 'From the number of tags and processors unless given. Devices of one endpoint share a thread.',
        restart: true,
      }),
      max_connecting: count(1, 256).default(16).meta({
        title: 'Connects at once',
        description: 'More wait, so that a plant that lost its switch does not come back as one storm.',
        restart: true,
      }),
      max_devices: count(1, 10_000).default(2_000).meta({ title: 'Most devices', restart: true }),
    })
    .prefault({})
    .meta({ title: 'Acquisition' }),
  buffer: z
    .strictObject({
      budget: byteSize(64 * MiB, 2 ** 44, 'BUFFER_BUDGET')
        .default('2GiB')
        .meta({
          title: 'Disk budget',
          description: 'Of the store-and-forward log; the oldest points are dropped, counted and named beyond it.',
          restart: true,
        }),
      ballast: byteSize(0, 2 ** 34, 'BUFFER_BUDGET')
        .default('64MiB')
        .meta({
          title: 'Ballast',
          description: 'A file that is given up when the disk is full.',
          restart: true,
        }),
      max_age: duration(60_000, 365 * DAY_MS, 'BUFFER_BUDGET')
        .optional()
        .meta({
          title: 'Age limit',
          description: 'Points that no sink took for this long are dropped; by size only unless given.',
          examples: ['24h'],
          restart: true,
        }),
      when_full: z
        .enum(['drop_oldest', 'reject_new'])
        .default('drop_oldest')
        .meta({ title: 'When full', restart: true }),
    })
    .prefault({})
    .meta({
      title: 'Store and forward',
      description: 'The log on disk that points wait in until every sink has them.',
    }),
  historian: z
    .strictObject({
      raw: duration(DAY_MS, 3_650 * DAY_MS, 'RETENTION')
        .default('30d')
        .meta({ title: 'Keep raw values', restart: true }),
      hourly: duration(DAY_MS, 36_500 * DAY_MS, 'RETENTION')
        .default('365d')
        .meta({ title: 'Keep hourly values', restart: true }),
      daily: duration(DAY_MS, 36_500 * DAY_MS, 'RETENTION')
        .default('1825d')
        .meta({ title: 'Keep daily values', restart: true }),
      database: DatabaseConfig.optional().meta({
        title: 'Database',
        description: 'PostgreSQL from version 15, best with TimescaleDB. Left out: a file in the project.',
        restart: true,
      }),
      archive: ArchiveConfig.optional().meta({
        title: 'Archive',
        description: 'Old days as Parquet files, one a day. Left out: none.',
        restart: true,
      }),
    })
    .prefault({})
    .meta({ title: 'Historian', description: 'Where values are kept, and for how long.', scope: 'workspace' }),
  fleet: FleetConfig.optional().meta({
    title: 'Fleet',
    description: 'Devices shared with other gateways through one PostgreSQL. Left out: the files of the project alone.',
    restart: true,
  }),
  mqtt: MqttConfig.prefault({}).meta({
    title: 'MQTT',
    description: 'Where points are published and commands come from.',
    restart: true,
  }),
  quality_rules: z.array(TopicQualityRule).max(100).default([]).meta({
    title: 'Quality rules',
    description: 'Of all number tags whose topic matches; after those of the tag itself.',
  }),
  writes: z
    .strictObject({
      max_concurrent: count(1, 1_000).default(50).meta({ title: 'Writes at once', restart: true }),
      max_waiting: count(0, 100_000).default(1_000).meta({
        title: 'Writes that wait',
        description: 'The next one is refused at once with BUSY.',
        restart: true,
      }),
      timeout: duration(100, 120_000, 'TIMEOUT_RANGE')
        .default('10s')
        .meta({ title: 'Deadline of a write', restart: true }),
      arm_for: duration(60_000, 900_000, 'TIMEOUT_RANGE').default('5m').meta({
        title: 'Armed for',
        description: 'How long a session may write after it was armed.',
        restart: true,
      }),
    })
    .prefault({})
    .meta({ title: 'Writes', scope: 'workspace' }),
});
export type NexusConfig = z.output<typeof NexusConfig>;
