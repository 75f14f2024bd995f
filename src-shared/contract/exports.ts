import { z } from 'zod';
import { method } from './define.ts';
import { TimeText } from './history-question.ts';
import { JobView } from './jobs.ts';

/** Widths of buckets that a file may have. */
export const EXPORT_BUCKETS = ['1s', '10s', '1m', '5m', '15m', '1h', '6h', '1d'] as const;

/** What of the history a file is to hold. */
export const ExportRange = z.object({
  /** `device/tag` or topics, with `+`, `#` and `*`. */
  tags: z.array(z.string().trim().min(1).max(1_024)).min(1).max(200),
  /** As in a question to the historian: by the clocks of `zone`. */
  from: TimeText,
  to: TimeText.default('now'),
  /** One row a bucket with avg, min, max, first, last, count and bad; left out, every stored point. */
  bucket: z.enum(EXPORT_BUCKETS).optional(),
  format: z.enum(['csv', 'jsonl', 'parquet']).default('csv'),
  /** IANA name of the zone whose offset times are written with; in Parquet always UTC. */
  zone: z.string().min(1).max(64).default('UTC'),
});
export type ExportRange = z.output<typeof ExportRange>;

/** How the file is written. */
export const ExportRequest = ExportRange.extend({
  /** Of CSV: with a decimal comma, fields are parted by semicolons. */
  decimal: z.enum(['.', ',']).default('.'),
  /** Of CSV: begins with a byte order mark, by which spreadsheets know UTF-8. */
  bom: z.boolean().default(false),
});
export type ExportRequest = z.output<typeof ExportRequest>;

export const exports = {
  estimate: method({
    doc: 'How large a file of history would be, about, before it is asked for.',
    permission: 'read',
    asksOnly: true,
    rest: { method: 'POST', path: '/history/exports/estimate' },
    input: ExportRange,
    output: z.object({ tags: z.number(), rows: z.number(), bytes: z.number(), freeBytes: z.number() }),
  }),
  start: method({
    doc: 'Writes a file of history as a job, and answers at once with the job.',
    permission: 'read',
    rest: { method: 'POST', path: '/history/exports' },
    input: ExportRequest,
    output: JobView,
  }),
};
