import { z } from 'zod';
import { event, method } from './define.ts';

/** What can be cut. */
export const DRILL_KINDS = ['broker', 'database', 'device'] as const;
/** Seconds that a cut lasts. */
export const DRILL_SECONDS = { shortest: 10, usual: 120, longest: 3_600 } as const;
/** How many devices one drill cuts. */
const MOST_DEVICES = 50;

export const DrillTarget = z.object({
  kind: z.enum(DRILL_KINDS),
  /** A sink (`mqtt`, `historian`) or the id of a device. */
  name: z.string(),
  /** For people: `MQTT broker`, `Boiler 1`. */
  title: z.string(),
  /** Where it is: `mqtt://10.0.0.5:1883`; empty where there is no more to say than the name. */
  place: z.string(),
  /** A device that is no twin: its name is to be typed before it is cut. */
  isReal: z.boolean(),
  /** Why it cannot be cut now; empty where it can. */
  problem: z.string(),
  /** Devices that are cut with it, because they are reached over the same connection. */
  shares: z.array(z.string()),
});
export type DrillTarget = z.output<typeof DrillTarget>;

const DrillRequest = z
  .object({
    /** Names of sinks: brokers and the historian. */
    sinks: z.array(z.string().max(64)).max(16).default([]),
    /** Ids of devices. */
    devices: z.array(z.string().max(64)).max(MOST_DEVICES).default([]),
    forS: z.number().min(DRILL_SECONDS.shortest).max(DRILL_SECONDS.longest).default(DRILL_SECONDS.usual),
    /** Ids of the real devices among them, typed by whoever starts it. */
    confirm: z.array(z.string().max(64)).max(MOST_DEVICES).default([]),
    reason: z.string().trim().max(512).default(''),
  })
  .refine(({ sinks, devices }) => sinks.length + devices.length > 0, 'Name a sink or a device that is to be cut.');
export type DrillRequest = z.output<typeof DrillRequest>;

export const DRILL_PHASES = ['before', 'cut', 'catching-up', 'comparing'] as const;

const CutTarget = DrillTarget.pick({ kind: true, name: true, title: true, isReal: true });

/** A drill that runs. */
export const RunningDrill = z.object({
  /** Also of its job. */
  id: z.string(),
  phase: z.enum(DRILL_PHASES),
  targets: z.array(CutTarget),
  actor: z.string(),
  startedUs: z.number(),
  /** When the cut ends by itself; null before it began. */
  untilUs: z.number().nullable(),
  /** Points that wait for the sinks that were cut. */
  waiting: z.number(),
});
export type RunningDrill = z.output<typeof RunningDrill>;

/** One property that was looked at. */
export const DrillFinding = z.object({
  /** The sink or the device. */
  subject: z.string(),
  /** In words: `Points lost`. */
  property: z.string(),
  /** What was seen, with its unit. */
  figure: z.string(),
  /** What is allowed; empty for a figure that is only told. */
  limit: z.string(),
  verdict: z.enum(['pass', 'fail', 'told', 'not judged']),
  /** What it means or why it was not judged; mostly empty. */
  note: z.string(),
});
export type DrillFinding = z.output<typeof DrillFinding>;

export const DRILL_STATES = ['passed', 'failed', 'cancelled', 'interrupted'] as const;

/** A drill that has ended, as it is listed. */
export const DrillRow = z.object({
  id: z.string(),
  /** `interrupted`: the gateway or a thread of it ended before the drill did. */
  state: z.enum(DRILL_STATES),
  /** How it ended, in a sentence or two. */
  text: z.string(),
  targets: z.array(CutTarget),
  forS: z.number(),
  actor: z.string(),
  reason: z.string(),
  startedUs: z.number(),
  endedUs: z.number(),
});
export type DrillRow = z.output<typeof DrillRow>;

export const DrillResult = DrillRow.extend({
  project: z.string(),
  gateway: z.string(),
  version: z.string(),
  revision: z.number(),
  cutUs: z.number().nullable(),
  restoredUs: z.number().nullable(),
  findings: z.array(DrillFinding),
  /** What waited for each sink over time; a few hundred samples at most. */
  backlog: z.object({
    sinks: z.array(z.string()),
    /** Seconds since the start. */
    atS: z.array(z.number()),
    points: z.array(z.array(z.number())),
  }),
});
export type DrillResult = z.output<typeof DrillResult>;

const DrillId = z.object({ id: z.string().max(64) });

export const DRILL_FORMATS = ['pdf', 'json'] as const;

/** Outages on purpose: a link is cut on the running gateway, and counts prove that nothing was lost. */
export const drill = {
  targets: method({
    doc: 'What an outage drill can cut: brokers, the historian, devices; and why some of it cannot be cut now.',
    permission: 'read',
    rest: { method: 'GET', path: '/drill/targets' },
    input: z.object({}),
    output: z.array(DrillTarget),
  }),
  start: method({
    doc: 'Starts an outage drill as a job: cuts links inside the gateway, restores them, and compares what arrived with what was read.',
    permission: 'drill',
    rest: { method: 'POST', path: '/drills' },
    input: DrillRequest,
    output: RunningDrill,
  }),
  end: method({
    doc: 'Ends the drill that runs and restores what it cut at once. Its result says how far it got.',
    permission: 'drill',
    rest: { method: 'POST', path: '/drills/{id}/end' },
    input: DrillId,
    output: DrillRow,
  }),
  running: event({
    doc: 'The drill that runs, or null: at once, then whenever it changes, about once a second.',
    permission: 'read',
    payload: RunningDrill.nullable(),
  }),
  list: method({
    doc: 'Drills that have ended, newest first; the last hundred are kept with the project.',
    permission: 'read',
    rest: { method: 'GET', path: '/drills' },
    input: z.object({}),
    output: z.array(DrillRow),
  }),
  get: method({
    doc: 'One drill with every property that was looked at.',
    permission: 'read',
    rest: { method: 'GET', path: '/drills/{id}' },
    input: DrillId,
    output: DrillResult,
  }),
  report: method({
    doc: 'The report of one drill as a file: PDF for people, JSON for programs.',
    permission: 'read',
    rest: { method: 'GET', path: '/drills/{id}/report' },
    input: DrillId.extend({ format: z.enum(DRILL_FORMATS).default('pdf') }),
    output: z.object({ name: z.string(), base64: z.string() }),
  }),
};
