import { z } from 'zod';
import { AGGREGATE_FUNCTIONS, AGGREGATE_WINDOWS } from '../domain/aggregate.ts';
import { QUALITY_ACTIONS, QUALITY_CHECKS } from '../domain/quality-rule.ts';
import { event, method } from './define.ts';
import { ReadPlanView } from './read-plan.ts';

/** Why something does not work: the code for programs, the text (with the next step) for people. */
export const Reason = z.object({ code: z.string(), text: z.string() });

export const LinkStatus = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('connecting'), attempt: z.number(), reason: Reason.nullable() }),
  z.object({ kind: z.literal('connected'), sinceUs: z.number() }),
  /** Connected, but slow or with failing polls: success < 99 % or p95 > half of the interval. */
  z.object({ kind: z.literal('degraded'), sinceUs: z.number(), reason: Reason }),
  z.object({
    kind: z.literal('offline'),
    sinceUs: z.number(),
    nextTryUs: z.number(),
    /** Open: three attempts in a row came to nothing, or most requests of late did; nothing is sent until the next try. */
    breaker: z.enum(['closed', 'open']),
    reason: Reason,
  }),
  z.object({ kind: z.literal('disabled') }),
]);
export type LinkStatus = z.output<typeof LinkStatus>;

/** What quality rules found since the device was started. */
export const QualityHealth = z.object({
  rules: z.array(z.object({ check: z.enum(QUALITY_CHECKS), action: z.enum(QUALITY_ACTIONS), hits: z.number() })),
  /** Rules with an alert that find fault with the last reading of a tag; the first twenty. */
  alerts: z.array(z.object({ tag: z.string(), text: z.string() })),
});
export type QualityHealth = z.output<typeof QualityHealth>;

/** Why tags have the period that they have; `budget`: they would be polled faster, and the endpoint has no time for it. */
export const PACE_CAUSES = ['starting', 'changing', 'steady', 'anomaly', 'budget'] as const;

/** Tags of a device whose period follows their values. */
export const PaceHealth = z.object({
  /** Where it began, and its bounds: together they name the group. */
  intervalMs: z.number(),
  fastestMs: z.number(),
  slowestMs: z.number(),
  nowMs: z.number(),
  cause: z.enum(PACE_CAUSES),
  /** Polls that the budget of the endpoint held back from a faster period. */
  heldBack: z.number(),
  tags: z.number(),
});
export type PaceHealth = z.output<typeof PaceHealth>;

/** What changes while a device runs. */
export const DeviceHealth = z.object({
  device: z.string(),
  status: LinkStatus,
  /** A subscribed device sends its values by itself: it has updates, and no polls nor latency. */
  mode: z.enum(['polled', 'subscribed']),
  /** Readings a second of late; null for a polled device. */
  updatesPerSecond: z.number().nullable(),
  polls: z.number(),
  pollsFailed: z.number(),
  /** Of a subscribed device: messages that are lost for good. */
  pollsSkipped: z.number(),
  /** Of the polls of the last five minutes; null before the first. */
  successRatio: z.number().nullable(),
  latencyP50Ms: z.number().nullable(),
  latencyP95Ms: z.number().nullable(),
  tagsGood: z.number(),
  lastGoodUs: z.number().nullable(),
  /** The share of its time that the device is being polled, of the last five minutes; left out before the first poll. */
  load: z.number().optional(),
  /** Tags that fail alone while the device answers, with the reason and the next step; the first twenty. */
  tagFaults: z.array(z.object({ tag: z.string(), text: z.string() })),
  /** Only of devices whose tags have quality rules. */
  quality: QualityHealth.optional(),
  /** Only of devices that are polled adaptively. */
  paces: z.array(PaceHealth).optional(),
});
export type DeviceHealth = z.output<typeof DeviceHealth>;

export const DeviceView = z.object({
  id: z.string(),
  uid: z.string(),
  name: z.string(),
  description: z.string(),
  protocol: z.string(),
  protocolTitle: z.string(),
  /** What looking at it cell by cell is called (`Registers`); null where that cannot be done. */
  memory: z.string().nullable(),
  /** The peer in one line: `192.168.1.10:502 /1`. */
  endpoint: z.string(),
  enabled: z.boolean(),
  unsPrefix: z.string(),
  pollIntervalMs: z.number(),
  tags: z.number(),
  /** A twin on this computer is read in its place: because its file says so, or because the project is a demo. */
  simulated: z.boolean(),
  /** As its file says. */
  twin: z.enum(['off', 'waves', 'history']),
  /** One line a request of the poll plan. */
  pollPlan: z.array(z.string()),
  health: DeviceHealth,
});
export type DeviceView = z.output<typeof DeviceView>;

/** A device of another gateway, whose points come over MQTT. */
export const RemoteDeviceView = z.object({
  /** Its place in the namespace: `acme/berlin/line-1/pump-1`. */
  id: z.string(),
  /** The last level of that. */
  name: z.string(),
  /** The Sparkplug edge node that speaks for it: `plant/edge-1`; empty where messages do not say who sent them. */
  gateway: z.string(),
  tags: z.number(),
  /** Time of its newest point; null: none came since the start. */
  lastUs: z.number().nullable(),
});
export type RemoteDeviceView = z.output<typeof RemoteDeviceView>;

export const WriteLimitsView = z.object({
  min: z.number().nullable(),
  max: z.number().nullable(),
  /** Largest step from the last good value. */
  maxStep: z.number().nullable(),
  /** Largest change a second since the last write. */
  rate: z.number().nullable(),
});
export type WriteLimitsView = z.output<typeof WriteLimitsView>;

export const TagView = z.object({
  /** Of another gateway: its device is named by its place in the namespace, and nothing is written to it from here. */
  remote: z.literal(true).optional(),
  /** The tag's number in live frames; private to this run of the engine. */
  index: z.number(),
  uid: z.string(),
  id: z.string(),
  name: z.string(),
  description: z.string(),
  device: z.string(),
  address: z.string(),
  /** The same address in every notation users know. */
  notations: z.array(z.string()),
  dataType: z.string(),
  byteOrder: z.string().nullable(),
  access: z.enum(['read', 'read_write']),
  enabled: z.boolean(),
  /** Symbol for screens: `°C`. */
  unit: z.string(),
  euLow: z.number().nullable(),
  euHigh: z.number().nullable(),
  topic: z.string(),
  /** State texts by number: `{ "0": "Stopped" }`. */
  states: z.record(z.string(), z.string()),
  pollIntervalMs: z.number(),
  /** Between which periods it is polled, where its period follows its values. */
  bounds: z.object({ fastestMs: z.number(), slowestMs: z.number() }).optional(),
  /** What a write may ask for, in engineering units; null where anything that fits the type may be written. */
  writeLimits: WriteLimitsView.nullable(),
  /** Its name is to be typed before anything is written to it. */
  critical: z.literal(true).optional(),
  /** Made of the points of another tag of its device: which one, and what. Its line in the file is that of the other. */
  derived: z.object({ of: z.string(), window: z.enum(AGGREGATE_WINDOWS), fn: z.enum(AGGREGATE_FUNCTIONS) }).optional(),
});
export type TagView = z.output<typeof TagView>;

/**
 * What the tags of one device are found by, small enough to send all of a project at once: each column is one text with
 * a line a tag, so that neither side makes an object of every tag.
 */
export const TagNames = z.object({
  device: z.string(),
  /** Of the device, for people. */
  name: z.string(),
  unsPrefix: z.string(),
  tags: z.number(),
  ids: z.string(),
  /** For people; an empty line: the id. */
  names: z.string(),
  addresses: z.string(),
  /** What comes after the prefix in the topic; an empty line: the id. */
  topicSuffixes: z.string(),
});
export type TagNames = z.output<typeof TagNames>;

/** Where tags of a device stand: in a document of this name, so many of them. */
const NamedUse = z.object({ name: z.string(), rows: z.number() });

/** What stands in the project because of devices. */
export const DeviceUses = z.object({
  tags: z.number(),
  /** Quality rules of their tags. */
  rules: z.number(),
  trends: z.array(NamedUse),
  watches: z.array(NamedUse),
  checks: z.array(NamedUse),
});
export type DeviceUses = z.output<typeof DeviceUses>;

const byDevice = z.object({ device: z.string() });

export const devices = {
  list: method({
    doc: 'All devices with their health.',
    permission: 'read',
    rest: { method: 'GET', path: '/devices' },
    input: z.object({}),
    output: z.array(DeviceView),
  }),
  get: method({
    doc: 'One device.',
    permission: 'read',
    rest: { method: 'GET', path: '/devices/{device}' },
    input: byDevice,
    output: DeviceView,
  }),
  tags: method({
    doc: 'The tags of one device in the order of the project; all of them, or those of a page.',
    permission: 'read',
    rest: { method: 'GET', path: '/devices/{device}/tags' },
    input: byDevice.extend({
      offset: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).optional(),
    }),
    output: z.array(TagView),
  }),
  tag: method({
    doc: 'One tag.',
    permission: 'read',
    rest: { method: 'GET', path: '/devices/{device}/tags/{tag}' },
    input: z.object({ device: z.string(), tag: z.string() }),
    output: TagView,
  }),
  remote: method({
    doc: 'Devices of other gateways, whose points are taken in over MQTT (`mqtt.remote`). `tags` and `tag` tell of them too.',
    permission: 'read',
    rest: { method: 'GET', path: '/remote-devices' },
    input: z.object({}),
    output: z.array(RemoteDeviceView),
  }),
  readPlan: method({
    doc: 'What reading a device costs: requests with their places, gaps and bytes, and how long they take.',
    permission: 'read',
    rest: { method: 'GET', path: '/devices/{device}/read-plan' },
    input: byDevice,
    output: ReadPlanView,
  }),
  uses: method({
    doc: 'What stands in the project because of devices: their tags and rules, and where trends, watch tables and loop checks name them.',
    permission: 'read',
    asksOnly: true,
    rest: { method: 'POST', path: '/devices/uses' },
    input: z.object({ devices: z.array(z.string().max(64)).max(1_000) }),
    output: DeviceUses,
  }),
  names: method({
    doc: 'Names of all tags, to search in: a text a column, a line a tag.',
    permission: 'read',
    rest: { method: 'GET', path: '/tags/names' },
    input: z.object({}),
    output: z.array(TagNames),
  }),
  /** Once a second all of them, and one of them at once when its status changes. */
  health: event({ doc: 'Health of devices as it changes.', permission: 'read', payload: z.array(DeviceHealth) }),
  /** A listener reads the list anew. */
  changed: event({
    doc: 'Devices or tags were added or removed.',
    permission: 'read',
    payload: z.object({ revision: z.number() }),
  }),
};
