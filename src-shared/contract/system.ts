import { z } from 'zod';
import { ROLES } from '../domain/access.ts';
import { event, method } from './define.ts';
import { Reason } from './devices.ts';
import { SinkView } from './sinks.ts';

export const SystemInfo = z.object({
  version: z.string(),
  /** `nexus.yaml` site name. */
  project: z.string(),
  /** Host name of the computer that runs the engine. */
  gateway: z.string(),
  mode: z.enum(['live', 'demo']),
  login: z.enum(['off', 'token', 'required']),
  startedUs: z.number(),
  /** Who asks, and what he may do: a screen greys out what needs another role. */
  you: z.object({ name: z.string(), roles: z.array(z.enum(ROLES)) }),
});
export type SystemInfo = z.output<typeof SystemInfo>;

/** To the point: `produced = accepted + rejected + pending`, `accepted = before + delivered + queued + dropped + quarantined + excluded`. */
export const SinkBalance = z.object({
  sink: z.string(),
  /** Accepted before the sink was switched on for the first time. */
  before: z.number(),
  delivered: z.number(),
  queued: z.number(),
  dropped: z.number(),
  quarantined: z.number(),
  /** Points that the project does not mean for this sink; left out while there are none. */
  excluded: z.number().optional(),
});
export const Balance = z.object({
  produced: z.number(),
  accepted: z.number(),
  rejected: z.number(),
  /** Produced and on the way into the log; 0 when nothing moves. */
  pending: z.number(),
  sinks: z.array(SinkBalance),
});
export type Balance = z.output<typeof Balance>;

/** Points of other gateways. Counts since the connection's thread started. */
export const RemoteView = z.object({
  state: z.enum(['connecting', 'connected', 'offline']),
  reason: Reason.nullable(),
  /** Why some of it does not come in, a sentence each; none is good. */
  faults: z.array(z.string()),
  /** Known, from earlier runs too. */
  tags: z.number(),
  messages: z.number(),
  points: z.number(),
  /** Messages of our own topics, passed over. */
  own: z.number(),
  /** Points that came again at once. */
  repeated: z.number(),
  /** Messages that are no points. */
  quarantined: z.number(),
  /** Points of tags beyond `mqtt.remote.max_tags`. */
  overLimit: z.number(),
  /** Messages that wait for the log. */
  unacknowledged: z.number(),
});
export type RemoteView = z.output<typeof RemoteView>;

export const SystemStatus = z.object({
  /** Wall clock of the engine, so that a screen can show how far its own clock is off. */
  timeUs: z.number(),
  devices: z.object({ total: z.number(), connected: z.number() }),
  tags: z.object({ total: z.number(), good: z.number() }),
  pointsPerSecond: z.number(),
  historian: z.object({
    state: z.enum(['running', 'down']),
    reason: Reason.nullable(),
    /** What history is kept in, for people: `TimescaleDB 2.19.3 (Apache edition), PostgreSQL 17.11: own rollups …`. Left
     * out before it was opened for the first time. */
    store: z.string().optional(),
    pointsPerSecond: z.number(),
    queued: z.number(),
    /** Why days are not archived, and what retention is about to remove; left out where all is well. */
    archiveFault: z.string().optional(),
  }),
  /** Where points are published; `off`: nothing is. */
  publisher: z.object({
    state: z.enum(['off', 'connecting', 'connected', 'offline']),
    /** `mqtt://127.0.0.1:1883`; empty while it is off. */
    broker: z.string(),
    reason: Reason.nullable(),
    pointsPerSecond: z.number(),
    queued: z.number(),
    /** Why commands of some topics do not arrive, a sentence each; none is good. */
    commandFaults: z.array(z.string()),
  }),
  /** Left out where nothing is taken in from others. */
  remote: RemoteView.optional(),
  /** Whatever reads the log, removed ones too. */
  sinks: z.array(SinkView),
  /** The log that points wait in until every sink has them. */
  log: z.object({
    state: z.enum(['ok', 'low', 'near-full', 'dropping', 'full', 'fault']),
    text: z.string(),
    usedBytes: z.number(),
    budgetBytes: z.number(),
    /** Of the disk; null where it cannot be told. */
    freeBytes: z.number().nullable(),
    droppedPoints: z.number(),
  }),
  /** The worker threads of the engine. */
  hosts: z.array(
    z.object({
      name: z.string(),
      state: z.enum(['starting', 'running', 'waiting', 'stopped']),
      restarts: z.number(),
    }),
  ),
  pollsSkipped: z.number(),
  /** Devices that came back after they were lost, since the start. */
  reconnects: z.number(),
  /** Writes that ended since the start; `problems`: refused, failed, or with an outcome that is not known. */
  writes: z.object({ settled: z.number(), problems: z.number() }),
  process: z.object({
    /** Of one processor, over the second that passed: 200 is two of them. */
    cpuPercent: z.number(),
    rssBytes: z.number(),
    uptimeS: z.number(),
    /** Share of their time that the acquisition threads were busy lately, 0–1. */
    pollingLoad: z.number(),
    /** Of the embedded historian on disk; null before it was measured. */
    historianBytes: z.number().nullable(),
  }),
  balance: Balance,
});
export type SystemStatus = z.output<typeof SystemStatus>;

export const system = {
  info: method({
    doc: 'What runs here: version, project, computer; and who asks, with his roles.',
    permission: 'own',
    rest: { method: 'GET', path: '/system' },
    input: z.object({}),
    output: SystemInfo,
  }),
  status: event({
    doc: 'Once a second: devices, tags, rates and the points balance.',
    permission: 'read',
    payload: SystemStatus,
  }),
};
