import { z } from 'zod';

export const TRIGGER_EDGES = ['above', 'below', 'becomes'] as const;
export type TriggerEdge = (typeof TRIGGER_EDGES)[number];
/** The longest stretch kept on either side, s. */
export const MOST_KEPT_S = 3_600;

/** When a stretch of a trend is kept: a pen rises above a value, falls below it, or becomes it. */
export const TrendTrigger = z.strictObject({
  /** Slot of the pen. */
  pen: z.int().min(1).max(32),
  edge: z.enum(TRIGGER_EDGES),
  value: z.number(),
  beforeS: z.number().min(0).max(MOST_KEPT_S),
  afterS: z.number().min(0).max(MOST_KEPT_S),
});
export type TrendTrigger = z.output<typeof TrendTrigger>;

/** A stretch that was kept: when it was triggered, and by what. Its values are those of the historian. */
export const TrendCapture = z.strictObject({
  atUs: z.number(),
  fromUs: z.number(),
  toUs: z.number(),
  text: z.string().min(1).max(200),
});
export type TrendCapture = z.output<typeof TrendCapture>;
