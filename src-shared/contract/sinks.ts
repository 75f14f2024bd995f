import { z } from 'zod';
import { method } from './define.ts';
import { Reason } from './devices.ts';

/**
 * How a sink does. `replaying`: it has the present, and what waited follows behind (`mqtt.replay: live_first`). `kept`: it is
 * not in the configuration any more, and what it had not taken is kept for it.
 */
export const SINK_FLOWS = ['live', 'replaying', 'catching-up', 'storing', 'dropping', 'kept'] as const;

export const SinkView = z.object({
  /** `historian`, `mqtt` for the first broker, `mqtt-<id>` for one of `mqtt.brokers`. */
  sink: z.string(),
  /** Of its connection or thread; `removed`: it is not in the configuration any more. */
  state: z.enum(['running', 'down', 'connecting', 'connected', 'offline', 'removed']),
  flow: z.enum(SINK_FLOWS),
  reason: Reason.nullable(),
  /** Without user or password; empty where there is none. */
  broker: z.string(),
  /** What waits in the log for it: `bytes` on disk, `oldestUs` µs since 1970 UTC. */
  backlog: z.object({ points: z.number(), bytes: z.number(), oldestUs: z.number().nullable() }),
  /** Points a second that it took, over about ten seconds. */
  drainPerSecond: z.number(),
  /** When nothing will wait any more at the pace of now; null while that does not come nearer. */
  secondsToEmpty: z.number().nullable(),
  /** When the log will be full because of it at the pace of the last minute; null while its backlog does not grow. */
  secondsToFull: z.number().nullable(),
});
export type SinkView = z.output<typeof SinkView>;

/** A backlog that somebody gave up. */
export const DroppedBacklog = z.object({
  sink: z.string(),
  points: z.number(),
  atUs: z.number(),
  actor: z.string(),
  via: z.enum(['socket', 'port', 'rest']),
  reason: z.string(),
});
export type DroppedBacklog = z.output<typeof DroppedBacklog>;

/** What takes the points out of the log, and what is left of those that were removed from the configuration. */
export const sinks = {
  list: method({
    doc: 'Every sink: how it does, what waits for it, how fast that goes; and sinks that are no longer configured.',
    permission: 'read',
    rest: { method: 'GET', path: '/sinks' },
    input: z.object({}),
    output: z.array(SinkView),
  }),
  drop: method({
    doc: 'Gives up what is kept for a sink that is not configured any more. Kept in a journal. Cannot be undone.',
    permission: 'purge',
    rest: { method: 'POST', path: '/sinks/{sink}/drop' },
    input: z.object({ sink: z.string().max(64), reason: z.string().trim().min(3).max(512) }),
    output: DroppedBacklog,
  }),
  dropped: method({
    doc: 'Backlogs that were given up: by whom, when and why; newest first.',
    permission: 'read',
    rest: { method: 'GET', path: '/sinks/dropped' },
    input: z.object({}),
    output: z.array(DroppedBacklog),
  }),
};
