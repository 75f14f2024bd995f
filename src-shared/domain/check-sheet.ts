import { z } from 'zod';
import { documentId } from './document-id.ts';
import { Name } from './tag.ts';

export const MAX_CHECK_SHEETS = 200;
export const MAX_CHECK_LOOPS = 1_000;

export const CheckSheetId = documentId('check sheet');

/** How a signal is proved; what its steps are follows from it (check-steps.ts). */
export const CHECK_TEMPLATES = ['ai', 'ao', 'di', 'do', 'valve', 'comms'] as const;
export type CheckTemplate = (typeof CHECK_TEMPLATES)[number];

/** Points of an analogue loop, percent of its range. */
export const FIVE_POINTS = [0, 25, 50, 75, 100] as const;

const tolerance = z
  .number()
  .refine((percent) => percent > 0, {
    error: (issue) =>
      issue.input === 0
        ? 'A tolerance of 0 % would fail every analogue loop. Use 0.1 % or more.'
        : `Tolerance ${String(issue.input)} % is negative. Use 0.1 % or more.`,
  })
  .refine((percent) => !(percent > 0) || (percent >= 0.001 && percent <= 50), {
    error: (issue) => `Tolerance ${String(issue.input)} % is outside 0.001–50 % of the span. Use for example 0.5.`,
  });

const points = z
  .array(z.number().min(-10).max(110))
  .min(1, { error: 'No points are given. Write for example [0, 50, 100].' })
  .max(11)
  .refine((list) => new Set(list).size === list.length, { error: 'A point stands there twice. Write each one once.' });

const range = z
  .strictObject({ low: z.number(), high: z.number() })
  .refine(({ low, high }) => high > low, { error: 'The range ends where it begins or before. Swap low and high.' });

export const CheckTagRef = z.strictObject({
  device: z.string().min(1).max(512),
  tag: z.string().min(1).max(512),
});

/** A set point that is to be seen: reached from below (high) or from above (low). */
export const CheckAlarm = z.strictObject({
  name: z.string().min(1).max(16),
  side: z.enum(['high', 'low']),
  limit: z.number(),
});
export type CheckAlarm = z.output<typeof CheckAlarm>;

/** One signal of a sheet. */
export const CheckLoop = CheckTagRef.extend({
  template: z.enum(CHECK_TEMPLATES),
  /** Of an analogue loop; the sheet's unless given. */
  points: points.optional(),
  /** Percent of the span; the sheet's unless given. */
  tolerance: tolerance.optional(),
  /** In engineering units; the tag's own unless given. */
  range: range.optional(),
  /** What is applied at the ends of the range: 4–20 mA unless given. */
  signal: z.strictObject({ low: z.number(), high: z.number(), unit: z.string().max(16) }).optional(),
  alarms: z.array(CheckAlarm).max(8).optional(),
  /** Whether an open circuit is to be seen as a Bad value. */
  wire_break: z.boolean().optional(),
  /** What shows that an output took effect; the tag itself is read back unless given. */
  feedback: CheckTagRef.optional(),
  /** Seconds that a valve or a command may take. */
  within_s: z.number().min(0.1).max(600).optional(),
  assigned: z.string().max(64).optional(),
});
export type CheckLoop = z.output<typeof CheckLoop>;

/** A sheet of loop checks as it stands in `checks/<id>.yaml`: what is to be proved, never what was found. */
export const CheckSheet = z.strictObject({
  id: CheckSheetId,
  name: Name,
  /** Stands in the head of the report. */
  site: z.string().max(256).optional(),
  tolerance: tolerance.default(0.5),
  points: points.default([...FIVE_POINTS]),
  loops: z
    .array(CheckLoop)
    .max(MAX_CHECK_LOOPS, { error: `A sheet has ${MAX_CHECK_LOOPS} loops at most. Split it by area.` })
    .refine((loops) => new Set(loops.map(loopKey)).size === loops.length, {
      error: 'A tag stands in this sheet twice. Keep one of its lines.',
    })
    .default([]),
});
export type CheckSheet = z.output<typeof CheckSheet>;

/** The name of a loop within its sheet. */
export const loopKey = ({ device, tag }: { readonly device: string; readonly tag: string }): string =>
  `${device}/${tag}`;
