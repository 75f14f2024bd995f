import { z } from 'zod';
import { method } from './define.ts';
import { JobView } from './jobs.ts';

/** Files were sent to `/upload` before, which answers with the name of the upload. */
const Upload = z.object({ upload: z.string().max(64) });

/** What an import would do with a file. */
export const ImportPreview = z.object({
  format: z.enum(['csv', 'jsonl', 'parquet']),
  /** Rows that can be imported. */
  rows: z.number(),
  tags: z.number(),
  /** Of those rows; null where there is none. */
  fromUs: z.number().nullable(),
  toUs: z.number().nullable(),
  /** Rows that are older than single values are kept: of them only hours and days will stay. */
  old: z.number(),
  /** Topics that no tag has, the most frequent first; a hundred at most. */
  unknown: z.array(z.object({ topic: z.string(), rows: z.number() })),
  unknownRows: z.number(),
  /** Rows that cannot be taken, by line; a hundred at most. */
  problems: z.array(z.object({ line: z.number(), text: z.string() })),
  problemRows: z.number(),
});
export type ImportPreview = z.output<typeof ImportPreview>;

export const imports = {
  preview: method({
    doc: 'Reads a file of history to its end: what could be imported, which topics no tag has, and which lines have problems.',
    permission: 'configure',
    asksOnly: true,
    rest: { method: 'POST', path: '/history/imports/preview' },
    input: Upload,
    output: ImportPreview,
  }),
  start: method({
    doc: 'Fills the history back from a file, as a job. What is stored already stays as it is: the same file again changes nothing.',
    permission: 'configure',
    rest: { method: 'POST', path: '/history/imports' },
    input: Upload.extend({
      /** Rows of topics that no tag has, and rows with problems: refuse the file, or leave them out. */
      unknown: z.enum(['refuse', 'skip']).default('refuse'),
      problems: z.enum(['refuse', 'skip']).default('refuse'),
    }),
    output: JobView,
  }),
};
