import { z } from 'zod';
import { event, method } from './define.ts';

export const JOB_KINDS = [
  'history-export',
  'history-import',
  'history-archive',
  'replay',
  'check-report',
  'memory-scan',
  'deploy',
  'deploy-pack',
  'drill',
] as const;

/** Long work that the gateway does for somebody. */
export const JobView = z.object({
  id: z.string(),
  kind: z.enum(JOB_KINDS),
  title: z.string(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  /** 0–1, or null where nobody can tell. */
  progress: z.number().nullable(),
  /** Where it is, or how it ended. */
  text: z.string(),
  startedMs: z.number(),
  endedMs: z.number().nullable(),
  /** Whose it is. */
  actor: z.string(),
  /** The file that it made, for as long as it is kept. */
  result: z.object({ name: z.string(), bytes: z.number() }).nullable(),
});
export type JobView = z.output<typeof JobView>;

const JobId = z.object({ id: z.string().max(64) });

/** Exports, imports and archival: work of minutes, done by the gateway whether or not a page looks on. */
export const jobs = {
  list: method({
    doc: 'The last hundred jobs since the start, newest first.',
    permission: 'read',
    rest: { method: 'GET', path: '/jobs' },
    input: z.object({}),
    output: z.array(JobView),
  }),
  get: method({
    doc: 'One job.',
    permission: 'read',
    rest: { method: 'GET', path: '/jobs/{id}' },
    input: JobId,
    output: JobView,
  }),
  follow: event({
    doc: 'The same list: at once, then whenever something of it changed, at most four times a second.',
    permission: 'read',
    payload: z.array(JobView),
  }),
  cancel: method({
    doc: 'Ends a job that runs; what it had written of a file is removed. One that has ended stays as it is.',
    permission: 'operate',
    rest: { method: 'POST', path: '/jobs/{id}/cancel' },
    input: JobId,
    output: JobView,
  }),
  download: method({
    doc: 'An address of this service that gives the file of a job once, within a minute, without a session.',
    permission: 'read',
    asksOnly: true,
    rest: { method: 'POST', path: '/jobs/{id}/download' },
    input: JobId,
    output: z.object({ path: z.string(), name: z.string(), bytes: z.number() }),
  }),
  read: method({
    doc: 'A part of the file of a job, of 1 MiB at most, for windows that have no HTTP.',
    permission: 'read',
    asksOnly: true,
    input: JobId.extend({ offset: z.int().min(0) }),
    output: z.object({ base64: z.string(), bytes: z.number(), totalBytes: z.number() }),
  }),
};
