import { z } from 'zod';
import { secretReference } from '../../../src-shared/domain/secret-reference.ts';
import { duration } from './config-fields.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const BUCKET = /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/.*)?$/;

/** `historian.archive:` of `nexus.yaml`: where old days go as Parquet files before retention removes them. */
export const ArchiveConfig = z.strictObject({
  to: z
    .string()
    .trim()
    .min(1)
    .max(1_024)
    .refine((to) => !to.includes('://') || BUCKET.test(to), {
      error: (issue) =>
        `“${String(issue.input)}” is neither a folder nor a bucket. Write /mnt/archive or s3://bucket/prefix.`,
    })
    .meta({
      title: 'To',
      description: 'A folder, relative to that of the project unless it is absolute, or s3://bucket/prefix.',
      examples: ['/mnt/archive', 's3://plant-history/line-1'],
      fault: 'HOST_SYNTAX',
      restart: true,
    }),
  after: duration(HOUR_MS, 3_650 * DAY_MS, 'RETENTION')
    .default('7d')
    .meta({
      title: 'After',
      description: 'A UTC day is archived once it ended this long ago. What comes later for it is not in its file.',
      restart: true,
    }),
  endpoint: z
    .string()
    .refine((text) => /^https?:\/\/[^/\s@?#]+\/?$/.test(text) && URL.canParse(text), {
      error: (issue) => `“${String(issue.input)}” is not the address of a store. Write https://host:port.`,
    })
    .optional()
    .meta({
      title: 'Endpoint',
      description: 'Of a store that speaks S3; that of Amazon in the region unless given.',
      examples: ['https://minio.acme.example:9000'],
      fault: 'HOST_SYNTAX',
      restart: true,
    }),
  region: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/, {
      error: (issue) => `“${String(issue.input)}” is no name of a region. Write for example eu-central-1.`,
    })
    .default('us-east-1')
    .meta({ title: 'Region', description: 'Of the bucket.', fault: 'NAME_CHARS', restart: true }),
  access_key: secretReference('NEXUS_ARCHIVE_ACCESS_KEY').optional().meta({
    title: 'Access key',
    description: 'Of a bucket: where it is found.',
    restart: true,
  }),
  secret_key: secretReference('NEXUS_ARCHIVE_SECRET_KEY').optional().meta({
    title: 'Secret key',
    description: 'Of a bucket: where it is found; it never stands in the project.',
    restart: true,
  }),
});
export type ArchiveConfig = z.output<typeof ArchiveConfig>;

/** The bucket and what stands before every name in it; undefined for a folder. */
export function archiveBucket(to: string): { readonly bucket: string; readonly prefix: string } | undefined {
  if (!to.startsWith('s3://')) return undefined;
  const [bucket, ...parts] = to.slice('s3://'.length).split('/').filter(Boolean);
  return { bucket: bucket!, prefix: parts.map((part) => `${part}/`).join('') };
}
