import { z } from 'zod';
import { event, method } from './define.ts';
import { WriteReceipt } from './writes.ts';

const NodeKind = z.enum(['folder', 'value', 'method', 'type', 'view']);
export type NodeKind = z.output<typeof NodeKind>;

/** One thing in the address space of a device: a folder, or a value that can become a tag. */
export const BrowsedNode = z.object({
  /** To browse it, and the address of a tag that reads it. */
  address: z.string(),
  name: z.string(),
  description: z.string(),
  kind: NodeKind,
  hasChildren: z.boolean(),
  /** As the device calls it: `Double`, `Int32[4]`; empty for what has no value. */
  typeName: z.string(),
  /** Null where this gateway has no such type. */
  dataType: z.string().nullable(),
  isReadable: z.boolean(),
  isWritable: z.boolean(),
  /** As the device writes it: `°C`. */
  unit: z.string(),
  euLow: z.number().nullable(),
  euHigh: z.number().nullable(),
  /** What its numbers mean, from 0; empty where they mean themselves. */
  states: z.array(z.string()),
  /** The value of now, in short. */
  value: z.string(),
});
export type BrowsedNode = z.output<typeof BrowsedNode>;

/** What a node holds, in short, and how good it is; `status` in words where it is not good. */
const NodeValue = z.object({ text: z.string(), severity: z.enum(['good', 'uncertain', 'bad']), status: z.string() });
export type NodeValue = z.output<typeof NodeValue>;

const NamedText = z.object({ name: z.string(), text: z.string() });
const MethodArgument = z.object({ name: z.string(), typeName: z.string(), description: z.string() });

/** Everything that a node says of itself. */
export const NodeFacts = z.object({
  address: z.string(),
  name: z.string(),
  kind: NodeKind,
  /** What it is for tags; null for what has no value. */
  node: BrowsedNode.nullable(),
  attributes: z.array(NamedText),
  properties: z.array(NamedText),
  references: z.array(
    z.object({
      /** `HasComponent` */
      type: z.string(),
      isForward: z.boolean(),
      address: z.string(),
      name: z.string(),
      kind: NodeKind,
    }),
  ),
  /** There are more of them. */
  isCut: z.boolean(),
  value: NodeValue.extend({ sourceUs: z.number().nullable(), serverUs: z.number().nullable() }).nullable(),
  /** The device stores its values. */
  hasHistory: z.boolean(),
  method: z
    .object({
      /** The object that it is called on; null where it cannot be called. */
      owner: z.string().nullable(),
      inputs: z.array(MethodArgument),
      outputs: z.array(MethodArgument),
    })
    .nullable(),
});
export type NodeFacts = z.output<typeof NodeFacts>;

export const FoundNode = z.object({
  node: BrowsedNode,
  /** Names of what it is below, from where the search began. */
  path: z.array(z.string()),
});
export type FoundNode = z.output<typeof FoundNode>;

/** What a search tells as it goes on. */
export const FindEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('found'), nodes: z.array(FoundNode) }),
  /** How many nodes were seen and how many of them found; `isCut`: it ended before it had seen them all. */
  z.object({ type: z.literal('progress'), seen: z.number(), found: z.number(), isCut: z.boolean() }),
  /** A part that the device does not let be looked through. */
  z.object({ type: z.literal('refused'), name: z.string(), text: z.string() }),
]);
export type FindEvent = z.output<typeof FindEvent>;

/** How a call of a method ended; as a receipt of a write, with what the method gave. */
export const CallReceipt = WriteReceipt.pick({ request_id: true, device_id: true, success: true, error: true }).extend({
  status: z.enum(['DONE', 'REJECTED', 'FAILED', 'UNKNOWN']),
  outputs: z.array(NamedText),
  timestamp: z.iso.datetime(),
  duration_ms: z.number(),
});
export type CallReceipt = z.output<typeof CallReceipt>;

const address = z.string().max(4_096);
const device = z.string().max(64);

/** The address space of a device that says itself what there is. All but `call` reads only. */
export const browse = {
  below: method({
    doc: 'What is below a node of a device, a page at a time; below its root for an empty address. Over the connection that stands, or one of its own.',
    permission: 'configure',
    asksOnly: true,
    rest: { method: 'POST', path: '/devices/{device}/browse' },
    input: z.object({
      device,
      address,
      /** Also what it refers to without being above it. */
      wide: z.boolean().optional(),
      /** `next` of the page before. */
      after: z.string().max(8_192).optional(),
    }),
    output: z.object({
      nodes: z.array(BrowsedNode),
      /** With it the next page is asked for; null: this is the last one. */
      next: z.string().nullable(),
      /** There is more than can be asked for: the device is not connected, and pages end with the connection. */
      isCut: z.boolean(),
    }),
  }),
  forget: method({
    doc: 'The pages behind `after` are not wanted, so that the device need not keep its place.',
    permission: 'configure',
    asksOnly: true,
    input: z.object({ device, after: z.string().max(8_192) }),
    output: z.object({}),
  }),
  values: method({
    doc: 'What nodes of a device hold now, in their order; null where it is not connected.',
    permission: 'configure',
    asksOnly: true,
    input: z.object({ device, addresses: z.array(address).max(200) }),
    output: z.array(NodeValue).nullable(),
  }),
  facts: method({
    doc: 'Everything that a node of a device says of itself: attributes, properties, references, value, arguments.',
    permission: 'configure',
    asksOnly: true,
    rest: { method: 'POST', path: '/devices/{device}/node' },
    input: z.object({ device, address }),
    output: NodeFacts,
  }),
  history: method({
    doc: 'What the device itself stored of a node, oldest first.',
    permission: 'configure',
    asksOnly: true,
    rest: { method: 'POST', path: '/devices/{device}/node-history' },
    input: z.object({ device, address, fromUs: z.number(), toUs: z.number(), most: z.int().min(1).max(10_000) }),
    output: z.object({
      /** `number`: null for what is no number. */
      samples: z.array(NodeValue.extend({ timeUs: z.number(), number: z.number().nullable() })),
      isCut: z.boolean(),
    }),
  }),
  find: event({
    doc: 'Looks through a device from these nodes on, level by level; ends with the last. `text`: a part of the name or address, empty for all. Leaving the stream stops it.',
    permission: 'configure',
    input: z.object({
      device,
      from: z.array(address).min(1).max(200),
      text: z.string().max(256),
      kind: z.enum(['any', 'value']),
      most: z.int().min(1).max(20_000),
    }),
    payload: FindEvent,
  }),
  call: method({
    doc: 'Calls a method of a device, once. Needs an armed session; is in the journal before it is sent.',
    permission: 'configure',
    rest: { method: 'POST', path: '/devices/{device}/call' },
    input: z.object({
      device,
      /** The object that the method is called on. */
      owner: address,
      method: address,
      /** As texts, in the order of the arguments; items of a list with commas. */
      inputs: z.array(z.string().max(4_096)).max(64),
      reason: z.string().max(512).optional(),
    }),
    output: CallReceipt,
  }),
};
