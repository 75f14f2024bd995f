import { z } from 'zod';
import { FileForm } from './config.ts';
import { method } from './define.ts';
import { Reason } from './devices.ts';
import { JobView } from './jobs.ts';

/** Cells of one call: 16 requests of the usual 125 registers. */
export const MOST_CELLS = 2_000;

/** How addresses of an area are written (src-shared/domain/memory-notation.ts). */
const Notation = z.object({
  id: z.string(),
  title: z.string(),
  prefix: z.string(),
  base: z.number(),
  digits: z.number(),
  radix: z.union([z.literal(10), z.literal(16)]),
});

/** A run of cells that can be looked at: holding registers, a data block. */
export const MemoryAreaView = z.object({
  /** `holding`, `DB10` */
  id: z.string(),
  /** `Holding registers` */
  title: z.string(),
  /** What it stands under where there are many: `Data blocks`; empty where there are few. */
  group: z.string(),
  /** A cell is a bit, a byte, or a register of two bytes with the higher one first. */
  cell: z.enum(['bit', 'byte', 'register']),
  /** Counted from 0. The last one is what addresses reach where the device does not tell how long the area is. */
  first: z.number(),
  last: z.number(),
  isLastKnown: z.boolean(),
  /** Cells of one request, at most. */
  perRequest: z.number(),
  /** The first is that of the device; the same ones, by id, in all areas. */
  notations: z.array(Notation),
  /** Why it cannot be read, where that is known before. */
  fault: Reason.nullable(),
});
export type MemoryAreaView = z.output<typeof MemoryAreaView>;

/** What a device has to look at, cell by cell. */
export const MemoryMapView = z.object({
  /** Of the page: `Registers`, `Blocks`. */
  title: z.string(),
  /** Of the values that are made of several cells; the first is the usual one of the device. */
  byteOrders: z.array(z.string()),
  areas: z.array(MemoryAreaView),
  /** What the device said of itself: `CPU` – `1515-2 PN`, `State` – `RUN`. */
  facts: z.array(z.object({ title: z.string(), text: z.string() })),
  /** It has types of its own, and addresses that mean places (`places`). */
  hasPlaces: z.boolean(),
  /** Another way to the same device for what its memory does not give, as an address that may be pasted. */
  instead: z.object({ title: z.string(), address: z.string(), hint: z.string() }).nullable(),
});
export type MemoryMapView = z.output<typeof MemoryMapView>;

/** Cells that could not be read, and why. */
export const UnreadCells = z.object({
  start: z.number(),
  count: z.number(),
  /**
   * `missing`: the device has no such cell. `pending`: refused together, the next reads tell them apart. `skipped`: it was
   * not their turn, as a read sends 20 requests at most; the next one goes on there.
   */
  kind: z.enum(['missing', 'pending', 'skipped']),
  reason: Reason,
});
export type UnreadCells = z.output<typeof UnreadCells>;

/** One look at a run of cells. */
export const MemoryReadView = z.object({
  start: z.number(),
  count: z.number(),
  /** Of all cells, in base64: a byte for each bit (0 or 1) and byte, two for each register; 0 where nothing was read. */
  bytes: z.string(),
  unread: z.array(UnreadCells),
  /** When the last answer came, and how long all of it took. */
  timeUs: z.number(),
  tookMs: z.number(),
  /** What was sent, to be found in the traffic of the device. */
  requests: z.number(),
  /** Over a connection made for it, because the device is not connected: look less often. */
  isOwnConnection: z.boolean(),
});
export type MemoryReadView = z.output<typeof MemoryReadView>;

/** Cells of one scan. */
export const MOST_SCANNED = 65_536;

/** What is scanned, and how gently. */
export const MemoryScanWish = z.object({
  device: z.string().max(64),
  area: z.string().max(64),
  start: z.number().int().min(0),
  count: z.number().int().min(1).max(MOST_SCANNED),
  /** Cells of one request: 1 asks for each by itself. Null: as many as the device takes. */
  perRequest: z.number().int().min(1).max(2_000).nullable().default(null),
  /** Two cells at a time at least, for devices that refuse half of a 32-bit value. */
  pairs: z.boolean().default(false),
  /** Between the beginnings of two requests, ms. */
  paceMs: z.number().int().min(50).max(60_000).default(50),
  /** Reads what was found again and again until it is stopped, and counts how often each cell changes. */
  repeats: z.boolean().default(false),
});
export type MemoryScanWish = z.output<typeof MemoryScanWish>;

/** The last scan of a device: it goes on, and its result stays, whether or not a page looks on. */
export const MemoryScanView = z.object({
  wish: MemoryScanWish,
  job: JobView,
  /** Cells of the first round that are known now, and those of them that can be read. */
  done: z.number(),
  found: z.number(),
  /** Rounds that have ended; more than one only where it repeats. */
  rounds: z.number(),
  /** Why it stands still now: the device cannot be reached, and is tried again. */
  waits: Reason.nullable(),
});
export type MemoryScanView = z.output<typeof MemoryScanView>;

const ofDevice = z.object({ device: z.string().max(64) });

/** A value in memory, as somebody reads it. */
export const MemoryValue = z.object({
  area: z.string().max(64),
  /** The first cell. */
  start: z.number().int().min(0),
  /** Of a truth value inside a byte or register: 0 is the least significant. */
  bit: z.number().int().min(0).max(15).optional(),
  dataType: z.string().max(16),
  byteOrder: z.string().max(8).optional(),
  /** Characters of a text. */
  length: z.number().int().min(1).max(254).optional(),
});
export type MemoryValue = z.output<typeof MemoryValue>;

/** The memory of devices, cell by cell: read only, at 20 requests a second at most, in turn with the polls. */
export const memory = {
  areas: method({
    doc: 'What a device has to look at cell by cell, how its addresses are written, and what it says of itself.',
    permission: 'configure',
    rest: { method: 'GET', path: '/devices/{device}/memory' },
    input: ofDevice.extend({
      /** Areas that somebody knows of, though the device may not list them: they are told of too. */
      named: z.array(z.string().max(64)).max(100).default([]),
    }),
    output: MemoryMapView,
  }),
  read: method({
    doc: 'Reads a run of cells. Cells that the device refuses are found by halves, over several calls where they are many. Over the connection that stands, in turn with the polls, or over one of its own.',
    permission: 'configure',
    asksOnly: true,
    rest: { method: 'POST', path: '/devices/{device}/memory/read' },
    input: ofDevice.extend({
      area: z.string().max(64),
      start: z.number().int().min(0),
      count: z.number().int().min(1).max(MOST_CELLS),
    }),
    output: MemoryReadView,
  }),
  tags: method({
    doc: 'How tags are written that read these values: address, and type and order where the address does not say them. Nothing is sent.',
    permission: 'read',
    asksOnly: true,
    rest: { method: 'POST', path: '/devices/{device}/memory/tags' },
    input: ofDevice.extend({ values: z.array(MemoryValue).max(2_000) }),
    output: z.array(FileForm),
  }),
  scan: method({
    doc: 'Reads a range of cells as a job, with functions that read only, and halves what is refused. It goes on whether or not a page looks on; one scan a device at a time.',
    permission: 'configure',
    rest: { method: 'POST', path: '/devices/{device}/memory/scan' },
    input: MemoryScanWish,
    output: MemoryScanView,
  }),
  lastScan: method({
    doc: 'The last scan of a device since the gateway was started; null where there was none.',
    permission: 'configure',
    rest: { method: 'GET', path: '/devices/{device}/memory/scan' },
    input: ofDevice,
    output: MemoryScanView.nullable(),
  }),
  scanned: method({
    doc: 'What the last scan found in a run of its cells, and how often each of them changed.',
    permission: 'configure',
    asksOnly: true,
    rest: { method: 'POST', path: '/devices/{device}/memory/scanned' },
    input: ofDevice.extend({ start: z.number().int().min(0), count: z.number().int().min(1).max(10_000) }),
    output: z.object({
      start: z.number(),
      count: z.number(),
      bytes: z.string(),
      /** Cells of which nothing is known yet are `skipped`. */
      unread: z.array(UnreadCells),
      /** For each cell. */
      changes: z.array(z.number()),
      timeUs: z.number(),
    }),
  }),
};
