import { z } from 'zod';
import { BYTE_ORDERS, BYTE_ORDERS_64, DATA_TYPES } from '../domain/data-type.ts';
import { FileForm } from './config.ts';
import { event, method } from './define.ts';
import { Reason } from './devices.ts';

/** One value as REST gives it (SPEC G). `value` is null where the quality is bad or the value is not a number. */
export const ValueRow = z.object({
  /** `remote`: of another gateway, whose device is named by its place in the namespace. */
  source: z.enum(['local', 'remote']),
  device_id: z.string(),
  tag_id: z.string(),
  topic: z.string(),
  value: z.union([z.number(), z.string(), z.null()]),
  /** Classic number: 192 good, 64 uncertain, 0 bad, and sub-codes. */
  quality: z.number(),
  status: z.string(),
  timestamp: z.iso.datetime().nullable(),
  unit: z.string(),
});
export type ValueRow = z.output<typeof ValueRow>;

/** Of tags that need not be saved, in one call. */
export const MOST_LOOSE = 50;

/** The value of now of a tag that need not be saved, in the order asked for. */
export const LooseValue = z.object({
  /** In engineering units, as the form says; texts, bytes and integers beyond 2^53 as strings; null where there is none. */
  value: z.union([z.number(), z.string(), z.null()]),
  /** OPC UA StatusCode. */
  status: z.number(),
  /** Why there is no good value; null where there is. */
  fault: z.string().nullable(),
});
export type LooseValue = z.output<typeof LooseValue>;

/** Tags that are read at once, now. */
export const MAX_FRESH_TAGS = 1_000;
/** Addresses of one device that are looked at without tags. */
export const MAX_PEEKED = 64;

const Fresh = {
  /** As the device has it; integers beyond 2^53 and bytes as text, null where it gave no good value. */
  raw: z.union([z.number(), z.string(), z.boolean(), z.null()]),
  /** OPC UA StatusCode. */
  status: z.number(),
  /** Of the source, µs; 0 where nothing was read. */
  timeUs: z.number(),
  /** When the answer was there, µs; 0 where nothing was read. */
  readUs: z.number(),
  /** Why there is no good value. */
  fault: Reason.nullable(),
};

/** What a tag held when it was read for this. */
export const FreshValue = z.object({
  device: z.string(),
  tag: z.string(),
  /** In engineering units, as far as the raw value tells. */
  value: z.union([z.number(), z.string(), z.boolean(), z.null()]),
  ...Fresh,
});
export type FreshValue = z.output<typeof FreshValue>;

export const PeekedAddress = z.strictObject({
  address: z.string().min(1).max(512),
  data_type: z.enum(DATA_TYPES).optional(),
  byte_order: z.enum([...BYTE_ORDERS, ...BYTE_ORDERS_64]).optional(),
});
export type PeekedAddress = z.output<typeof PeekedAddress>;

/** What stood at an address that has no tag; `dataType` is empty where the address cannot be read. */
export const PeekedValue = z.object({ dataType: z.string(), ...Fresh });
export type PeekedValue = z.output<typeof PeekedValue>;

export const values = {
  ofDevice: method({
    doc: 'The last values of a device.',
    permission: 'read',
    rest: { method: 'GET', path: '/devices/{device}/values' },
    input: z.object({ device: z.string() }),
    output: z.array(ValueRow),
  }),
  byTopic: method({
    doc: 'The last values of the tags whose topic matches; `+` and `#` as in MQTT. All of them without a topic.',
    permission: 'read',
    rest: { method: 'GET', path: '/values' },
    input: z.object({ topic: z.string().max(1_024).optional() }),
    output: z.array(ValueRow),
  }),
  readLoose: method({
    doc: 'Reads tags as these forms say, saved or not, once and over the link that stands. Nothing of it is stored or published.',
    permission: 'configure',
    asksOnly: true,
    rest: { method: 'POST', path: '/devices/{device}/values/read' },
    input: z.object({ device: z.string().max(64), tags: z.array(FileForm).min(1).max(MOST_LOOSE) }),
    output: z.array(LooseValue),
  }),
  /**
   * Sets what this connection is sent as live frames: at once the last value of each, then what changed, at most
   * every 50 ms. An empty list ends it. Replaces the list before.
   */
  watch: method({
    doc: 'Chooses the tags whose values this connection receives as binary frames.',
    permission: 'read',
    asksOnly: true,
    input: z.object({ tags: z.array(z.int().nonnegative()).max(10_000) }),
    output: z.object({ watching: z.number() }),
  }),
  readNow: method({
    doc: 'Reads tags from their devices now, beside the polls, whether they changed or not. Makes no points.',
    permission: 'read',
    asksOnly: true,
    rest: { method: 'POST', path: '/values/read' },
    input: z.object({
      tags: z.array(z.object({ device: z.string().max(512), tag: z.string().max(512) })).max(MAX_FRESH_TAGS),
    }),
    output: z.array(FreshValue),
  }),
  peek: event({
    doc: 'What stands at addresses of a device that need no tags, once a second for as long as somebody listens; in their order.',
    permission: 'operate',
    input: z.object({ device: z.string().max(512), addresses: z.array(PeekedAddress).min(1).max(MAX_PEEKED) }),
    payload: z.object({ values: z.array(PeekedValue) }),
  }),
};
