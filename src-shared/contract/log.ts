import { z } from 'zod';
import { event, method } from './define.ts';

/** Rising. */
const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;

/** A line of the engine's log. Secrets are hidden and control characters escaped before it is kept. */
export const LogLineView = z.object({
  /** Rises with every line, also over restarts of the engine. */
  seq: z.number(),
  timeUs: z.number(),
  level: z.enum(LOG_LEVELS),
  /** The worker thread or part that speaks; `engine` where none is named. */
  source: z.string(),
  device: z.string().nullable(),
  text: z.string(),
  /** The other fields: `code=NX_NET_REFUSED  repeated=4`. */
  detail: z.string(),
});
export type LogLineView = z.output<typeof LogLineView>;

/** The engine's own log: its last 2,000 lines and what comes after. How much is told at all is `log.level`. */
export const log = {
  recent: method({
    doc: 'The newest lines of the log, oldest first; of the last 2,000, those of a level and above.',
    permission: 'diagnose',
    rest: { method: 'GET', path: '/log' },
    input: z.object({
      limit: z.coerce.number().int().min(1).max(2_000).default(200),
      level: z.enum(LOG_LEVELS).default('debug'),
    }),
    output: z.object({
      lines: z.array(LogLineView),
      /** Lines of this run that are no longer kept. */
      dropped: z.number(),
    }),
  }),
  /** In batches, ten a second at most. Who reads too slowly misses lines and is told how many. */
  lines: event({
    doc: 'The lines that are kept after a number, 0 for all, then new ones as they come.',
    permission: 'diagnose',
    input: z.object({ after: z.number().default(0) }),
    payload: z.object({ lines: z.array(LogLineView), missed: z.number() }),
  }),
};
