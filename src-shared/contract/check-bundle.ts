import { z } from 'zod';
import { CheckSheet } from '../domain/check-sheet.ts';
import { CheckLoopView } from './check-loops.ts';

/** How many loops of a sheet stand where. */
export const CheckCounts = z.object({
  loops: z.number(),
  pass: z.number(),
  fail: z.number(),
  changed: z.number(),
  open: z.number(),
});
export type CheckCounts = z.output<typeof CheckCounts>;

/** What the record of results says of itself. */
export const CheckChain = z.object({
  entries: z.number(),
  /** Of the last entry; empty where there is none. */
  hash: z.string(),
  /** Entries that are not as they were written, and places where some are missing; the first twenty. */
  breaks: z.array(z.object({ entry: z.number(), text: z.string() })),
});
export type CheckChain = z.output<typeof CheckChain>;

/**
 * A sheet with all that is known of it, to be handed over. `chain` is a checkpoint: a record that was shortened or written
 * anew later does not end in, or go through, its hashes.
 */
export const CheckBundle = z.object({
  format: z.literal('nexus-edge/loop-checks/1'),
  made: z.iso.datetime(),
  project: z.string(),
  gateway: z.string(),
  revision: z.number(),
  sheet: CheckSheet,
  counts: CheckCounts,
  loops: z.array(CheckLoopView),
  chain: CheckChain,
  /** Every entry of the record about this sheet: its number, its hash and its text as it was hashed. */
  entries: z.array(z.object({ entry: z.number(), hash: z.string(), text: z.string() })),
});
export type CheckBundle = z.output<typeof CheckBundle>;
