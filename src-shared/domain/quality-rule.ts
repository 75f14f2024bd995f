import { z } from 'zod';
import { parseDurationMs } from './duration.ts';

export const QUALITY_CHECKS = ['range', 'type', 'rate', 'stuck'] as const;
export const QUALITY_ACTIONS = ['flag', 'reject', 'alert'] as const;
export type QualityCheck = (typeof QUALITY_CHECKS)[number];
export type QualityAction = (typeof QUALITY_ACTIONS)[number];

export const isQualityCheck = (value: unknown): value is QualityCheck =>
  QUALITY_CHECKS.some((check) => check === value);

/** What makes a good reading doubtful, and what is done about it (docs/processing.md). */
export const QualityRule = z.strictObject({
  check: z.enum(QUALITY_CHECKS).meta({
    title: 'Check',
    description:
      'range: below low or above high. type: not a number, or none of the states. rate: changes faster than max_rate. stuck: the same value for as long as `for`.',
    titles: { range: 'Range', type: 'Type', rate: 'Rate of change', stuck: 'Stuck value' },
  }),
  action: z
    .enum(QUALITY_ACTIONS)
    .default('flag')
    .meta({
      title: 'Action',
      description:
        'flag: the point says that it is uncertain, and why. reject: there is no point; it is counted. alert: a line in Problems.',
      titles: { flag: 'Flag', reject: 'Reject', alert: 'Alert' },
    }),
  low: z.number().optional().meta({ title: 'Low', description: 'Of a range, in engineering units.' }),
  high: z.number().optional().meta({ title: 'High', description: 'Of a range, in engineering units.' }),
  max_rate: z
    .number()
    .positive({ error: (issue) => `${String(issue.input)} would allow no change at all. Write a number above 0.` })
    .optional()
    .meta({ title: 'Largest rate', description: 'Change per second, in engineering units.', fault: 'RATE_OF_CHANGE' }),
  for: z
    .string()
    .refine((text) => (parseDurationMs(text) ?? 0) > 0, {
      error: 'Write a duration with a unit, for example 10min.',
    })
    .optional()
    .meta({
      title: 'Stuck for',
      description: 'The same value for this long.',
      examples: ['10min'],
      fault: 'INTERVAL_RANGE',
    }),
});
export type QualityRule = z.output<typeof QualityRule>;

/** More is a sign of a rule that belongs elsewhere. */
export const MAX_QUALITY_RULES = 8;

/** The keys that a check needs one of, and the only ones that mean something to it. */
export const KEYS_OF_CHECK: Readonly<Record<QualityCheck, readonly ('low' | 'high' | 'max_rate' | 'for')[]>> = {
  range: ['low', 'high'],
  type: [],
  rate: ['max_rate'],
  stuck: ['for'],
};
