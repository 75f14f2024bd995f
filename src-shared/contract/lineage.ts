import { z } from 'zod';

/** One step of processing, with the value before and after it; null where it has none or none can be told. */
export const LineageStep = z.object({
  kind: z.enum(['range', 'square_root', 'scale', 'unit', 'clamp', 'quality', 'deadband']),
  text: z.string(),
  before: z.number().nullable(),
  after: z.number().nullable(),
});
export type LineageStep = z.output<typeof LineageStep>;

/** A stored point. */
export const LineagePoint = z.object({
  timeUs: z.number(),
  /** Texts, and integers beyond 2^53, are strings; null where there is no value. */
  value: z.union([z.number(), z.string(), z.null()]),
  /** OPC UA StatusCode. */
  status: z.number(),
  flags: z.array(z.enum(['simulated', 'clamped', 'clockUnsynchronised', 'historical'])),
});

/** One tag on the way of a point: where its value came from, by the configuration that was in force then. */
export const LineageNode = z.object({
  device: z.string(),
  deviceName: z.string(),
  tag: z.string(),
  name: z.string(),
  topic: z.string(),
  unit: z.string(),
  /** `device`: read. `calculated`: made of `inputs`. `remote`: published by another gateway. */
  source: z.enum(['device', 'calculated', 'remote']),
  /** The Sparkplug edge node that a remote tag came from; empty where messages do not say it. */
  gateway: z.string(),
  /** The last one at or before the time; null: none is stored. */
  point: LineagePoint.nullable(),
  protocol: z.string(),
  /** The peer in one line; empty for what is calculated or remote. */
  endpoint: z.string(),
  /** An expression for a calculated tag. */
  address: z.string(),
  notations: z.array(z.string()),
  dataType: z.string(),
  /** What the device must have given, in its own units; null where it cannot be told from the point. */
  raw: z.number().nullable(),
  steps: z.array(LineageStep),
  /** Places of the tags that it is made of, in `nodes`. */
  inputs: z.array(z.number()),
  /** What of its configuration is another by now. */
  changed: z.array(z.object({ path: z.string(), before: z.unknown(), after: z.unknown() })),
});
export type LineageNode = z.output<typeof LineageNode>;

/** Where a stored point comes from. */
export const Lineage = z.object({
  askedUs: z.number(),
  /** The one in force when the point was made; null for a remote tag. */
  revision: z.object({ number: z.number(), timeUs: z.number(), author: z.string(), comment: z.string() }).nullable(),
  /** The revision that runs now. */
  current: z.number(),
  /** False: no revision is kept of when the point was made, or the tag was not in it; the nearest that is known is told. */
  isCertain: z.boolean(),
  /** The first is the tag that was asked for. */
  nodes: z.array(LineageNode),
  /** There are more inputs than are told. */
  isCut: z.boolean(),
  /** Time of the first stored point, to about a minute where only rollups are kept; null: none is stored. */
  storedSinceUs: z.number().nullable(),
});
export type Lineage = z.output<typeof Lineage>;
