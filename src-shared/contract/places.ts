import { z } from 'zod';
import { FileForm } from './config.ts';
import { method } from './define.ts';
import { Reason } from './devices.ts';

/** Tags of one call that are read. */
export const MOST_PLACES_READ = 500;
/** Bytes that are looked at as values of every type. */
export const MOST_DECODED = 512;

/** A type of a device's own, by which its memory is read: `REAL`, `S5TIME`. */
export const PlaceTypeView = z.object({
  word: z.string(),
  /** Of one value; of a text what stands around its characters. */
  bytes: z.number(),
  isBit: z.boolean(),
  /** Its length is said: `STRING[20]`. */
  hasLength: z.boolean(),
  /** The only areas that have it; null where it may be in all areas of bytes. */
  areas: z.array(z.string()).nullable(),
});
export type PlaceTypeView = z.output<typeof PlaceTypeView>;

/** A value in the memory of a device, in the device's own words. */
export const PlaceFields = z.object({
  area: z.string().max(64),
  start: z.number().int().min(0),
  bit: z.number().int().min(0).max(255).nullable().default(null),
  type: z.string().max(32),
  /** Characters of a text. */
  length: z.number().int().min(1).max(65_535).nullable().default(null),
});
export type PlaceFields = z.output<typeof PlaceFields>;

/** Where an address is, and everything that is to be said of it before it is read. */
export const PlaceView = PlaceFields.extend({
  /** Cells that it takes. */
  count: z.number(),
  canonical: z.string(),
  notations: z.array(z.string()),
  dataType: z.string(),
  /** `isWarning`: it can be read all the same. */
  remarks: z.array(Reason.extend({ isWarning: z.boolean() })),
});
export type PlaceView = z.output<typeof PlaceView>;

/** A place, or what is wrong with the address. */
export const FoundPlace = z.object({ place: PlaceView.nullable(), fault: Reason.nullable() });
export type FoundPlace = z.output<typeof FoundPlace>;

/** What stands at a place now. */
export const PlaceReading = FoundPlace.extend({
  /** Null where nothing was read. */
  text: z.string().nullable(),
  /** Its bytes as hexadecimal digits; empty where nothing was read. */
  hex: z.string(),
  /** Why the bytes are hardly a value of the type. */
  doubt: z.string().nullable(),
  /** Why the device does not give it; `isPending`: the next reads find out. */
  reason: Reason.nullable(),
  isPending: z.boolean(),
});
export type PlaceReading = z.output<typeof PlaceReading>;

/** Bytes as a value of one type. */
export const DecodedPlace = z.object({
  type: z.string(),
  address: z.string(),
  text: z.string(),
  doubt: z.string().nullable(),
  count: z.number(),
});
export type DecodedPlace = z.output<typeof DecodedPlace>;

const device = z.string().max(64);
/** Of areas by id, where it is known: addresses behind the end are remarked upon. */
const lengths = z.record(z.string().max(64), z.number()).default({});

/** Places in the memory of devices whose protocol has types of its own: addresses both ways, bytes as values. */
export const places = {
  types: method({
    doc: 'The types by which the memory of a device is read.',
    permission: 'read',
    rest: { method: 'GET', path: '/devices/{device}/places/types' },
    input: z.object({ device }),
    output: z.array(PlaceTypeView),
  }),
  describe: method({
    doc: 'Where addresses of tags are, in every notation, and what is odd about them. Nothing is sent.',
    permission: 'read',
    asksOnly: true,
    rest: { method: 'POST', path: '/devices/{device}/places/describe' },
    input: z.object({ device, tags: z.array(FileForm).max(5_000), lengths }),
    output: z.array(FoundPlace),
  }),
  build: method({
    doc: 'The addresses of places that are told by area, start, bit, type and length. Nothing is sent.',
    permission: 'read',
    asksOnly: true,
    rest: { method: 'POST', path: '/devices/{device}/places/build' },
    input: z.object({ device, places: z.array(PlaceFields).max(5_000), lengths }),
    output: z.array(FoundPlace),
  }),
  decode: method({
    doc: 'Bytes that were read, as a value of each type that fits. Nothing is sent.',
    permission: 'read',
    asksOnly: true,
    rest: { method: 'POST', path: '/devices/{device}/places/decode' },
    input: z.object({
      device,
      area: z.string().max(64),
      start: z.number().int().min(0),
      hex: z.string().max(2 * MOST_DECODED),
    }),
    output: z.array(DecodedPlace),
  }),
  read: method({
    doc: 'What stands at the addresses of tags now, saved or not, or why the device does not give it. As `memory.read`.',
    permission: 'configure',
    asksOnly: true,
    rest: { method: 'POST', path: '/devices/{device}/places/read' },
    input: z.object({ device, tags: z.array(FileForm).min(1).max(MOST_PLACES_READ) }),
    output: z.array(PlaceReading),
  }),
};
