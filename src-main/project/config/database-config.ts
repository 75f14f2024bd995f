import { z } from 'zod';
import { count, duration } from './config-fields.ts';
import { databaseLink } from './database-link.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** `historian.database:` of `nexus.yaml`: a PostgreSQL or TimescaleDB in the place of the embedded historian. */
export const DatabaseConfig = z.strictObject({
  ...databaseLink('plant', 'NEXUS_DATABASE_PASSWORD'),
  schema: z
    .string()
    .regex(/^[a-z_][a-z0-9_]{0,62}$/, {
      error: (issue) => `“${String(issue.input)}” is no name of a schema. Use 1–63 of a–z, 0–9 and “_”.`,
    })
    .default('nexus')
    .meta({
      title: 'Schema',
      description: 'Several gateways may share one; it is made when it is missing.',
      fault: 'NAME_CHARS',
      restart: true,
    }),
  writers: count(1, 16).default(4).meta({ title: 'Writers', description: 'Transactions at a time.', restart: true }),
  pool: count(5, 100).default(10).meta({
    title: 'Connections',
    description: 'At most, those of the writers among them.',
    restart: true,
  }),
  batch_points: count(100, 50_000).default(5_000).meta({
    title: 'Points of a batch',
    description: 'Fewer are sent when they have waited for batch_time.',
    advanced: true,
    restart: true,
  }),
  batch_time: duration(10, 10_000, 'TIMEOUT_RANGE').default('100ms').meta({
    title: 'Time of a batch',
    advanced: true,
    restart: true,
  }),
  compress_after: duration(HOUR_MS, 365 * DAY_MS, 'RETENTION')
    .default('1d')
    .meta({
      title: 'Compress after',
      description: 'With the Community edition of TimescaleDB only.',
      restart: true,
    }),
});
export type DatabaseConfig = z.output<typeof DatabaseConfig>;
