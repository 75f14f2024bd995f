import { z } from 'zod';
import { method } from './define.ts';

/** A point that a database did not take. */
export const QuarantinedPoint = z.object({
  /** Rises; a number of the database, as text because it may pass 2^53. */
  id: z.string(),
  /** When it was put aside, µs since 1970 UTC. */
  atUs: z.number(),
  /** As the tag is called now; null where nobody knows it. */
  topic: z.string().nullable(),
  tag: z.string().nullable(),
  /** µs since 1970 UTC; null for a time that is none. */
  timeUs: z.number().nullable(),
  /** Texts, and integers beyond 2^53, are strings; null where there is no value. */
  value: z.union([z.number(), z.string(), z.null()]),
  /** OPC UA StatusCode. */
  status: z.number(),
  /**
   * `conflict`: another point of that tag, time and epoch came first and differs. `refused`: by the database, see
   * `detail`. `time`, `tag`: it says no time, or no tag that is known.
   */
  reason: z.enum(['conflict', 'refused', 'time', 'tag']),
  detail: z.string(),
});
export type QuarantinedPoint = z.output<typeof QuarantinedPoint>;

/** Which of them; left out, the oldest ones that one call can do. */
const Chosen = z.object({
  ids: z
    .array(z.string().regex(/^\d{1,19}$/))
    .min(1)
    .max(1_000)
    .optional(),
});

/** Points that the database of the historian did not take. The embedded historian only counts them. */
export const quarantine = {
  quarantine: method({
    doc: 'Points that the database of the historian did not take, oldest first, and how many there are.',
    permission: 'read',
    rest: { method: 'GET', path: '/history/quarantine' },
    input: z.object({
      /** Those after this one. */
      after: z
        .string()
        .regex(/^\d{1,19}$/)
        .default('0'),
      limit: z.coerce.number().int().min(1).max(1_000).default(100),
    }),
    output: z.object({ total: z.number(), rows: z.array(QuarantinedPoint) }),
  }),
  quarantineCsv: method({
    doc: 'The same as CSV, up to 100,000 of them.',
    permission: 'read',
    rest: { method: 'GET', path: '/history/quarantine/csv' },
    input: z.object({}),
    output: z.object({ total: z.number(), rows: z.number(), csv: z.string() }),
  }),
  quarantineRetry: method({
    doc: 'Tries to store points of the quarantine again, up to 1,000 a call; what is stored leaves it.',
    permission: 'configure',
    rest: { method: 'POST', path: '/history/quarantine/retry' },
    input: Chosen,
    output: z.object({ stored: z.number(), kept: z.number() }),
  }),
  quarantineDrop: method({
    doc: 'Removes points from the quarantine, up to 1,000 a call. They stay counted. Cannot be undone.',
    permission: 'purge',
    rest: { method: 'POST', path: '/history/quarantine/drop' },
    input: Chosen,
    output: z.object({ dropped: z.number() }),
  }),
};
