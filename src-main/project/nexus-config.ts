import { z } from 'zod';
import { Name, Uid } from '../../src-shared/domain/tag.ts';
import { byteSize, duration } from './config-fields.ts';
import { MqttConfig } from './mqtt-config.ts';

const MiB = 2 ** 20;
const DAY_MS = 86_400_000;

/** `nexus.yaml`: what is true of the whole gateway. */
export const NexusConfig = z.strictObject({
  schema_version: z
    .literal(1)
    .default(1)
    .meta({ title: 'Schema version', description: 'Of this file; an engine refuses one it does not know.' }),
  project: z.strictObject({
    name: Name.meta({ title: 'Name', description: 'Shown in the title bar and in exports.' }),
    uid: Uid.optional().meta({
      title: 'Identity',
      description: 'Written at the first start; keeps history through renames and moves.',
    }),
    mode: z.enum(['live', 'demo']).default('live').meta({
      title: 'Mode',
      description: 'A demo project starts simulators of its devices on this computer.',
    }),
  }),
  server: z
    .strictObject({
      port: z.int().min(1).max(65_535).optional().meta({
        title: 'HTTP port',
        description: 'On loopback only. Without it nothing listens on TCP unless --port is given.',
        restart: true,
      }),
    })
    .prefault({}),
  access: z
    .strictObject({
      login: z.enum(['token', 'off']).default('token').meta({
        title: 'Login',
        description: 'token: the address printed at the start opens a session. off: none, accepted on loopback only.',
        restart: true,
      }),
    })
    .prefault({}),
  log: z
    .strictObject({
      level: z.enum(['debug', 'info', 'warn', 'error']).default('info').meta({ title: 'Log level' }),
    })
    .prefault({}),
  acquisition: z
    .strictObject({
      hosts: z.int().min(1).max(16).optional().meta({
        title: 'Acquisition threads',
        description: 'From the number of tags and processors unless given. Devices of one endpoint share a thread.',
        restart: true,
      }),
      max_connecting: z.int().min(1).max(256).default(16).meta({
        title: 'Connects at once',
        description: 'More wait, so that a plant that lost its switch does not come back as one storm.',
        restart: true,
      }),
      max_devices: z.int().min(1).max(10_000).default(2_000).meta({ title: 'Most devices', restart: true }),
    })
    .prefault({}),
  buffer: z
    .strictObject({
      budget: byteSize(64 * MiB, 2 ** 44)
        .default('2GiB')
        .meta({
          title: 'Disk budget',
          description: 'Of the store-and-forward log; the oldest points are dropped, counted and named beyond it.',
          restart: true,
        }),
      ballast: byteSize(0, 2 ** 34)
        .default('64MiB')
        .meta({
          title: 'Ballast',
          description: 'A file that is given up when the disk is full.',
          restart: true,
        }),
      max_age: duration(60_000, 365 * DAY_MS)
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
    .prefault({}),
  historian: z
    .strictObject({
      raw: duration(DAY_MS, 3_650 * DAY_MS)
        .default('30d')
        .meta({ title: 'Keep raw values' }),
      hourly: duration(DAY_MS, 36_500 * DAY_MS)
        .default('365d')
        .meta({ title: 'Keep hourly values' }),
      daily: duration(DAY_MS, 36_500 * DAY_MS)
        .default('1825d')
        .meta({ title: 'Keep daily values' }),
    })
    .prefault({}),
  mqtt: MqttConfig.prefault({}),
  writes: z
    .strictObject({
      max_concurrent: z.int().min(1).max(1_000).default(50).meta({ title: 'Writes at once' }),
      max_waiting: z.int().min(0).max(100_000).default(1_000).meta({
        title: 'Writes that wait',
        description: 'The next one is refused at once with BUSY.',
      }),
      timeout: duration(100, 120_000).default('10s').meta({ title: 'Deadline of a write' }),
      arm_for: duration(60_000, 900_000).default('5m').meta({
        title: 'Armed for',
        description: 'How long a session may write after it was armed.',
      }),
    })
    .prefault({}),
});
export type NexusConfig = z.output<typeof NexusConfig>;
