import { z } from 'zod';
import { byteSize, count, duration } from './config-fields.ts';

const DAY_MS = 86_400_000;

/** `log:` of `nexus.yaml`: what the service says of itself, on standard output and, where it is named, in a file. */
export const LogConfig = z.strictObject({
  level: z.enum(['debug', 'info', 'warn', 'error']).default('info').meta({ title: 'Log level' }),
  file: z
    .string()
    .min(1)
    .max(1_024)
    .optional()
    .meta({
      title: 'File',
      description: 'JSON lines, beside standard output; relative to the project folder. Left out: none.',
      examples: ['.nexus/logs/nexus-edge.log'],
      restart: true,
    }),
  max_size: byteSize(64 * 1_024, 2 ** 34, 'BUFFER_BUDGET')
    .default('10MiB')
    .meta({ title: 'Size of a file', description: 'A new one is begun before it would be larger.', restart: true }),
  max_files: count(1, 1_000).default(10).meta({
    title: 'Files kept',
    description: 'With the one that is written; the oldest goes.',
    restart: true,
  }),
  max_age: duration(DAY_MS, 3_650 * DAY_MS, 'RETENTION')
    .default('90d')
    .meta({ title: 'Days kept', description: 'Files that were written last before that go.', restart: true }),
});
export type LogConfig = z.output<typeof LogConfig>;
