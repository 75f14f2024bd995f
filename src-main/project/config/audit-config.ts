import { z } from 'zod';
import { count, duration } from './config-fields.ts';

const DAY_MS = 86_400_000;

/** `audit:` of `nexus.yaml`: how long the audit trail is kept, and where its checkpoints go. */
export const AuditConfig = z.strictObject({
  keep: duration(30 * DAY_MS, 3_650 * DAY_MS, 'RETENTION')
    .default('730d')
    .meta({
      title: 'Keep',
      description: 'Files whose last entry is older are removed when a new one begins; the trail names each.',
      restart: true,
    }),
  keep_files: count(2, 1_000).default(32).meta({
    title: 'Most files',
    description: 'Of 64 MiB, about 150 000 entries each. Beyond it the oldest is removed, however old it is.',
    restart: true,
  }),
  checkpoint_folder: z
    .string()
    .trim()
    .min(1)
    .max(1_024)
    .optional()
    .meta({
      title: 'Folder of checkpoints',
      description:
        'Best on another computer: each signed checkpoint is written there, so that a trail that was cut or rewritten here is found out.',
      examples: ['/mnt/audit'],
      fault: 'HOST_SYNTAX',
      restart: true,
    }),
});
export type AuditConfig = z.output<typeof AuditConfig>;
