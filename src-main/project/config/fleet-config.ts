import { z } from 'zod';
import { PARTITION_KEYS } from '../../../src-shared/domain/fleet-partition.ts';
import { Name } from '../../../src-shared/domain/tag.ts';
import { duration } from './config-fields.ts';
import { databaseLink } from './database-link.ts';

/** `fleet:` of `nexus.yaml`: a PostgreSQL that several gateways share their devices in. */
export const FleetConfig = z.strictObject({
  database: z
    .strictObject({
      ...databaseLink('fleet', 'NEXUS_FLEET_PASSWORD'),
      schema: z
        .string()
        .regex(/^[a-z_][a-z0-9_]{0,62}$/, {
          error: (issue) => `“${String(issue.input)}” is no name of a schema. Use 1–63 of a–z, 0–9 and “_”.`,
        })
        .default('nexus_config')
        .meta({ title: 'Schema', description: 'Made when it is missing.', fault: 'NAME_CHARS', restart: true }),
    })
    .meta({ title: 'Database', description: 'PostgreSQL from version 15.' }),
  instance: Name.optional().meta({
    title: 'Name of this gateway',
    description: 'Among those that share the store; that of the computer unless given.',
    restart: true,
  }),
  partition: z
    .strictObject({
      by: z.enum(PARTITION_KEYS).default('instance').meta({
        title: 'By',
        description: 'What of a device decides who runs it: who it is assigned to, its place, protocol or network.',
        restart: true,
      }),
      values: z
        .array(z.string().trim().min(1).max(256))
        .max(1_000)
        .optional()
        .meta({
          title: 'Values',
          description: 'Those this gateway runs. Its own name unless given, where devices are assigned by name.',
          examples: [['line-1', 'line-2'], ['10.0.4.0/24']],
          restart: true,
        }),
    })
    .prefault({})
    .refine(({ by, values }) => by === 'instance' || by === 'all' || (values?.length ?? 0) > 0, {
      error: ({ input }) =>
        `Devices shared by ${String((input as { by?: unknown }).by)} need the values that this gateway runs. Name them under “values”.`,
    })
    .meta({ title: 'Part of the fleet' }),
  look_every: duration(1_000, 3_600_000, 'INTERVAL_RANGE').default('10s').meta({
    title: 'Look every',
    description: 'Changes are told at once; this is for the one that was missed.',
    advanced: true,
    restart: true,
  }),
});
export type FleetConfig = z.output<typeof FleetConfig>;
