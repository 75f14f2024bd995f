import { z } from 'zod';
import { LineageStep } from './lineage.ts';
import { FrameView } from './traffic.ts';

/** Where a point went from the log, and when it was seen there. */
export const TraceSink = z.object({
  /** `historian`, `mqtt`, or `mqtt-<id>`. */
  sink: z.string(),
  /** `stored` and `acknowledged` are good ends; `waiting`: not within the time that a trace takes. */
  state: z.enum(['stored', 'acknowledged', 'waiting']),
  /** What it is called there; empty for the historian. */
  topic: z.string(),
  us: z.number().nullable(),
});

/** One value of now, followed from the wire to its sinks. Times are of the wall clock of the gateway, µs since 1970 UTC. */
export const Trace = z.object({
  device: z.string(),
  tag: z.string(),
  name: z.string(),
  unit: z.string(),
  topic: z.string(),
  protocol: z.string(),
  endpoint: z.string(),
  address: z.string(),
  notations: z.array(z.string()),
  dataType: z.string(),
  /** When it was asked for. */
  askedUs: z.number(),
  /** Why there is no value: the device is not connected, refused or did not answer. Frames of it may be there all the same. */
  failure: z.object({ code: z.string(), text: z.string() }).nullable(),
  /** When it was the device’s turn at its endpoint; null: it never was. */
  turnUs: z.number().nullable(),
  frames: z.array(FrameView),
  /** When the last answer was there. */
  readUs: z.number().nullable(),
  /** In device units, as decoded; integers beyond 2^53 and texts are strings; null where there is no good value. */
  raw: z.union([z.number(), z.string(), z.boolean(), z.null()]),
  /** OPC UA StatusCode of the reading. */
  rawStatus: z.number().nullable(),
  steps: z.array(LineageStep),
  /** The point that was made of it. */
  point: z.object({ timeUs: z.number(), value: z.number().nullable(), status: z.number() }).nullable(),
  /** When the engine had it and showed it live. */
  engineUs: z.number().nullable(),
  /** Where the log accepted it: in this segment and lane, and no later than at this byte of the file. */
  log: z.object({ us: z.number(), segment: z.number(), lane: z.number(), offset: z.number() }).nullable(),
  sinks: z.array(TraceSink),
});
export type Trace = z.output<typeof Trace>;
