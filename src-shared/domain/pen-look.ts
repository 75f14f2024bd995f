import { z } from 'zod';

export const PEN_LINES = ['line', 'step', 'points'] as const;
export type PenLine = (typeof PEN_LINES)[number];

/** How many colours pens have (ux 4.2). */
export const PEN_COLOURS = 8;

/** What a person chose for a pen; what is left out follows from its slot and its tag. */
export const PenLook = {
  /** An axis of its own, where others of its unit share one. */
  axis: z.literal('own').optional(),
  line: z.enum(PEN_LINES).optional(),
  /** CSS px. */
  width: z.number().min(0.5).max(8).optional(),
  colour: z.int().min(1).max(PEN_COLOURS).optional(),
  /** Draws what rules of range allow. */
  limits: z.literal(true).optional(),
};
export type PenLook = z.output<z.ZodObject<typeof PenLook>>;

/**
 * The ends of an axis that a person set. `axis`: `unit:bar`, `shared` for the one of all pens, `pen:3` for one of its
 * own; in percent the ends are what 0 and 100 % are.
 */
export const AxisScale = z
  .strictObject({ axis: z.string().min(1).max(64), min: z.number(), max: z.number() })
  .refine(({ min, max }) => min < max, { error: 'The minimum of an axis is below its maximum.' });
export type AxisScale = z.output<typeof AxisScale>;
