import { z } from 'zod';
import { Asset } from '../domain/device.ts';
import { FileForm } from './config.ts';
import { event, method } from './define.ts';
import { Reason } from './devices.ts';
import { ReadPlanView } from './read-plan.ts';

/** A JSON Schema as forms read it: titles, descriptions, units, defaults, limits, examples, `advanced`, `secret`. */
const JsonSchema = z.record(z.string(), z.unknown());

/** A way to look for what there is at an endpoint, by reading only. */
export const ScanView = z.object({
  id: z.string(),
  /** `Scan unit IDs` */
  title: z.string(),
  /** What it sends. */
  description: z.string(),
  columns: z.array(z.string()),
  /** What its rows can be made. */
  makes: z.enum(['devices', 'tags']),
  /** Every key has a default. */
  options: JsonSchema,
});
export type ScanView = z.output<typeof ScanView>;

/** One thing that a scan came across. A later row with the same `id` replaces the earlier. */
export const ScanRow = z.object({
  id: z.string(),
  state: z.enum(['found', 'refused', 'silent']),
  /** In the order of the scan's columns. */
  cells: z.array(z.string()),
  /** Keys of `connection:` that differ where this row is made a device. */
  connection: z.record(z.string(), z.unknown()).optional(),
  /** The address of a tag that reads it. */
  address: z.string().optional(),
});
export type ScanRow = z.output<typeof ScanRow>;

export const ScanEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('rows'), rows: z.array(ScanRow) }),
  z.object({ type: z.literal('progress'), done: z.number(), total: z.number(), found: z.number() }),
  /** Something to know before what follows: a device that shares the line. */
  z.object({ type: z.literal('note'), text: z.string() }),
]);
export type ScanEvent = z.output<typeof ScanEvent>;

/** Values for fields of a connection, by the key of the field: `COM3`, `FTDI A50285BI`. */
export const SuggestedValues = z.record(z.string(), z.array(z.object({ value: z.string(), text: z.string() })));
export type SuggestedValues = z.output<typeof SuggestedValues>;

/** What may stand at an address; it is never chosen by itself. */
export const DetectionView = z.object({
  samples: z.number(),
  /** Best first. `score` below 0: most likely not. */
  values: z.array(
    z.object({
      address: z.string(),
      dataType: z.string(),
      byteOrder: z.string().nullable(),
      /** Times this, it is the value that was expected; null where none was, or it is not. */
      scale: z.number().nullable(),
      score: z.number(),
      text: z.string(),
      evidence: z.array(z.string()),
    }),
  ),
});
export type DetectionView = z.output<typeof DetectionView>;

/** A protocol of this gateway, as forms and address fields need it. */
export const DriverView = z.object({
  id: z.string(),
  title: z.string(),
  /** Of `connection:` in the device's file; the order of its properties is that of the form. */
  connection: JsonSchema,
  dataTypes: z.array(z.string()),
  capabilities: z.array(z.enum(['read', 'write', 'browse', 'subscribe'])),
  addressExamples: z.array(z.string()),
  /** It can be asked in which ways it may be connected to. */
  offersConnections: z.boolean(),
  /** It has values to choose from for fields of its connection. */
  suggestsValues: z.boolean(),
  /** It can be asked what may stand at an address. */
  detectsValues: z.boolean(),
  /** What its addresses count, for moving them by a number: `register`; null where they have no order. */
  addressStep: z.string().nullable(),
  /** Its addresses are expressions over other tags, and can be tried. */
  hasExpressions: z.boolean(),
  /** Ways to look for what there is at an endpoint. */
  scans: z.array(ScanView),
  /** Where looking through its devices may begin (`browse`), first the usual place; empty where there is nothing to look through. */
  views: z.array(z.object({ address: z.string(), title: z.string() })),
  /** It keeps certificates for the project (`certificates`). */
  keepsCertificates: z.boolean(),
});
export type DriverView = z.output<typeof DriverView>;

/** A way in which a device can be connected to, as it says itself. */
export const OfferedConnection = z.object({
  /** What tells it from the others; the same titles in every row. */
  cells: z.array(z.object({ title: z.string(), text: z.string() })),
  /** `open`: everybody on the network can read and change what is sent. */
  protection: z.enum(['strong', 'weak', 'open']),
  /** Fields of the connection that choose it. */
  connection: z.record(z.string(), z.unknown()),
  /** By which certificate the device shows who it is there. */
  certificate: z
    .object({ name: z.string(), thumbprint: z.string(), validToUs: z.number(), fault: Reason.nullable() })
    .nullable(),
});
export type OfferedConnection = z.output<typeof OfferedConnection>;

/** A tag's address in words, or what is wrong with it: then the rest is empty. */
export const AddressView = z.object({
  /** `field`: key of the tag's form. `code`: see docs/faults.md. */
  fault: z.object({ field: z.string(), code: z.string(), text: z.string() }).nullable(),
  /** In the device's own notation. */
  canonical: z.string(),
  notations: z.array(z.string()),
  dataType: z.string(),
  byteOrder: z.string().nullable(),
});
export type AddressView = z.output<typeof AddressView>;

const PreviewedValue = z.object({
  /** Texts as strings; null where there is no value. */
  value: z.union([z.number(), z.string(), z.null()]),
  /** Symbol for screens. */
  unit: z.string(),
  severity: z.enum(['good', 'uncertain', 'bad']),
  /** The status in words. */
  status: z.string(),
});

/** Something about a part of an expression; places counted in characters from 0. */
const AtCharacter = z.object({ at: z.number(), length: z.number(), text: z.string(), code: z.string() });

/** An expression as it stands, tried on the values of now. */
export const ExpressionPreview = z.object({
  /** What is wrong. Then there is no result. */
  faults: z.array(AtCharacter),
  /** Values that are joined though their units do not go together. */
  warnings: z.array(AtCharacter),
  /** Null before it could be calculated for the first time. */
  result: PreviewedValue.nullable(),
  /** Why it is not Good. */
  reason: z.string().nullable(),
  /** Each tag that it names, once, as it is written. */
  inputs: z.array(PreviewedValue.extend({ name: z.string() })),
});
export type ExpressionPreview = z.output<typeof ExpressionPreview>;

/** One step of a connection test. A later event with the same `id` replaces the earlier one. */
export const TestStep = z.object({
  id: z.string(),
  /** `TCP connect` */
  title: z.string(),
  state: z.enum(['running', 'pass', 'warn', 'fail']),
  tookMs: z.number().nullable(),
  /**
   * Why it did not pass, or what else is to be said. The code is one of docs/errors.md or, for a connection that has
   * faults, of docs/faults.md; or an id of the message catalogue.
   */
  reason: Reason.nullable(),
  /** What was read, for a look: address and value. */
  sample: z.array(z.object({ address: z.string(), text: z.string() })),
  /** Who the device says it is, in the keys of `asset:` in its file. */
  identity: Asset.optional(),
  /** Keys of the connection that would help, with what the choice is called. */
  offer: z.object({ text: z.string(), connection: z.record(z.string(), z.unknown()) }).optional(),
});
export type TestStep = z.output<typeof TestStep>;

/** The protocols of this gateway: forms, help with addresses, and whether a device answers. */
export const drivers = {
  list: method({
    doc: 'The protocols of this gateway with the JSON Schemas of their connections, of a device and of a tag.',
    permission: 'read',
    rest: { method: 'GET', path: '/drivers' },
    input: z.object({}),
    output: z.object({ drivers: z.array(DriverView), device: JsonSchema, tag: JsonSchema }),
  }),
  recognise: method({
    doc: 'Which protocols an address that was pasted may be of: `192.168.1.10:1502`, `opc.tcp://plc7:4840`.',
    permission: 'read',
    rest: { method: 'GET', path: '/drivers/recognise' },
    input: z.object({ text: z.string().max(512) }),
    output: z.object({
      /** Best first. `id`: null where the address is of a protocol that this gateway does not have. */
      matches: z.array(
        z.object({ id: z.string().nullable(), title: z.string(), connection: z.record(z.string(), z.unknown()) }),
      ),
    }),
  }),
  addresses: method({
    doc: 'Addresses of tags in every notation, or what is wrong with each. Nothing is sent to a device.',
    permission: 'read',
    asksOnly: true,
    rest: { method: 'POST', path: '/drivers/addresses' },
    input: z.object({ protocol: z.string().max(64), connection: FileForm, tags: z.array(FileForm).max(1_000) }),
    output: z.array(AddressView),
  }),
  plan: method({
    doc: 'What reading a device that need not be saved would cost. Tags with faults are left out; nothing is sent.',
    permission: 'read',
    asksOnly: true,
    rest: { method: 'POST', path: '/drivers/plan' },
    input: z.object({ device: FileForm }),
    output: ReadPlanView,
  }),
  offers: method({
    doc: 'In which ways the device of a form can be connected to, best first. Nothing is trusted or saved.',
    permission: 'configure',
    asksOnly: true,
    rest: { method: 'POST', path: '/drivers/offers' },
    input: z.object({ protocol: z.string().max(64), connection: FileForm }),
    output: z.array(OfferedConnection),
  }),
  suggestions: method({
    doc: 'What the gateway has to choose from for fields of a connection: its serial ports.',
    permission: 'configure',
    rest: { method: 'GET', path: '/drivers/suggestions' },
    input: z.object({ protocol: z.string().max(64) }),
    output: SuggestedValues,
  }),
  detect: method({
    doc: 'What may stand at an address, with what speaks for it, best first: its cells are read eight times within two seconds. Nothing is changed by it.',
    permission: 'configure',
    asksOnly: true,
    rest: { method: 'POST', path: '/drivers/detect' },
    input: z.object({
      device: FileForm,
      address: z.string().max(256),
      count: z.number().int().min(1).max(16).default(8),
      expected: z.number().optional(),
    }),
    output: DetectionView,
  }),
  preview: event({
    doc: 'What an expression over other tags gives now, as it changes, or what is wrong with it; saves nothing.',
    permission: 'read',
    input: z.object({
      device: z.string().max(64),
      address: z.string(),
      dataType: z.string().max(16).nullable(),
      /** Of the tag; null where it has none. */
      unit: z.string().max(32).nullable().default(null),
    }),
    payload: ExpressionPreview,
  }),
  test: event({
    doc: 'Tries a device that need not be saved, step by step: reads only, saves nothing, ends with the last step.',
    permission: 'configure',
    input: z.object({ device: FileForm }),
    payload: TestStep,
  }),
  scan: event({
    doc: 'Looks for what there is at the endpoint of a device that need not be saved, by reading only, at 20 requests a second at most; one scan an endpoint at a time. Ends with the last row; leaving the stream stops it.',
    permission: 'configure',
    input: z.object({ device: FileForm, scan: z.string().max(64), options: FileForm }),
    payload: ScanEvent,
  }),
};
