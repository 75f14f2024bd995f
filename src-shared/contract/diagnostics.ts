import { z } from 'zod';
import { REQUEST_KINDS } from '../domain/request-kind.ts';
import { method } from './define.ts';
import { Reason } from './devices.ts';
import { FramePlace } from './traffic.ts';

export const LATENCY_WINDOWS = ['5m', '1h', '24h'] as const;
export type LatencyWindow = (typeof LATENCY_WINDOWS)[number];

/** Answers of some stretch of time. */
export const LatencyView = z.object({
  answers: z.number(),
  /** Answers by how long they took: one more than there are edges, the first and the last without end. */
  counts: z.array(z.number()),
  /** Read from the bins, so right to about ±12 %; null where nothing answered. */
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
  maxMs: z.number().nullable(),
  timeouts: z.number(),
  /** Requests that came to nothing in another way: refused, or the connection went. */
  failed: z.number(),
});
export type LatencyView = z.output<typeof LatencyView>;

export const DeviceLatency = z.object({
  window: z.enum(LATENCY_WINDOWS),
  /** Between the bins, ms, rising. */
  edgesMs: z.array(z.number()),
  /** Kinds that there was something of. */
  kinds: z.array(
    z.object({
      kind: z.enum(REQUEST_KINDS),
      now: LatencyView,
      /** The same hour of yesterday; of the last 24 hours: the 24 before them. */
      before: LatencyView,
    }),
  ),
  /** At which its tags are polled, rising; empty for a device that sends them by itself. */
  intervalsMs: z.array(z.number()),
});
export type DeviceLatency = z.output<typeof DeviceLatency>;

/** Where a link was: of the words of `LinkStatus`, and the steps of the breaker. */
export const LINK_STEPS = ['connecting', 'connected', 'offline', 'open', 'half-open'] as const;

export const LinkTransition = z.object({
  to: z.enum(LINK_STEPS),
  /** Of the last time. */
  timeUs: z.number(),
  /** How often in a row it came to the same, with the tries between. */
  times: z.number(),
  reason: Reason.nullable(),
});
export type LinkTransition = z.output<typeof LinkTransition>;

/** The connection of a device: its breaker with what counts against it, its changes, and the line at its endpoint. */
export const DeviceLink = z.object({
  breaker: z.object({
    state: z.enum(['closed', 'open', 'half-open']),
    /** Attempts that failed one after another, and with how many it opens. */
    inRow: z.number(),
    opensAfter: z.number(),
    /** Of the requests of the last `windowMs`, or of the last ten where they come less often; with how many and which share of them it opens. */
    requests: z.number(),
    failed: z.number(),
    opensAtShare: z.number(),
    opensFromRequests: z.number(),
    windowMs: z.number(),
    /** Requests that a half-open breaker lets try, and what came of them so far. */
    probes: z.number(),
    probesGood: z.number(),
    probesFailed: z.number(),
    longestRestMs: z.number(),
  }),
  /** When it is tried next; null while it does not rest. */
  nextTryUs: z.number().nullable(),
  /** The last twenty, newest first. */
  transitions: z.array(LinkTransition),
  /** Connections that came about since the start. */
  connects: z.number(),
  /** How the polls of the last five minutes went, in sixty stretches of 5 s, oldest first; empty without polls. */
  polls: z.array(z.object({ good: z.number(), failed: z.number() })),
  queue: z.object({
    /** Devices behind the same endpoint, this one included: one request at a time goes there. */
    devices: z.number(),
    pollsWaiting: z.number(),
    writesWaiting: z.number(),
    writesMost: z.number(),
  }),
});
export type DeviceLink = z.output<typeof DeviceLink>;

/** Where a tag stands among the places that frames tell of; none where tags have names. */
export const TagPlaces = z.object({ tag: z.string(), name: z.string(), places: z.array(FramePlace) });
export type TagPlaces = z.output<typeof TagPlaces>;

const byDevice = z.object({ device: z.string().max(64) });

/** Why a device is slow or away. What is told is kept in memory by the thread that runs it, and begins with that thread. */
export const diagnostics = {
  latency: method({
    doc: 'How long the requests of a device took, by kind, with the same of yesterday. Null where it does not run.',
    permission: 'read',
    rest: { method: 'GET', path: '/devices/{device}/latency' },
    input: byDevice.extend({ window: z.enum(LATENCY_WINDOWS).default('1h') }),
    output: DeviceLatency.nullable(),
  }),
  link: method({
    doc: 'The connection of a device: breaker, changes, queue. Null where it does not run.',
    permission: 'read',
    rest: { method: 'GET', path: '/devices/{device}/link' },
    input: byDevice,
    output: DeviceLink.nullable(),
  }),
  places: method({
    doc: 'Where the tags of a device stand among the places that its frames tell of.',
    permission: 'read',
    rest: { method: 'GET', path: '/devices/{device}/places' },
    input: byDevice,
    output: z.array(TagPlaces),
  }),
  reconnect: method({
    doc: 'Ends the wait of a device that rests: it is tried now. One that is connected is connected anew, between two requests.',
    permission: 'configure',
    rest: { method: 'POST', path: '/devices/{device}/reconnect' },
    input: byDevice.extend({
      /** Forgets the failures that were counted first: the breaker is closed, and rests begin short again. */
      reset: z.boolean().default(false),
    }),
    output: DeviceLink.nullable(),
  }),
};
