import { z } from 'zod';
import { parseDurationMs } from './duration.ts';

/** A duration as text; a number without a unit is told what it lacks. */
export const durationText = z.string({
  error: (issue) =>
    typeof issue.input === 'number' ? `${issue.input} has no unit. Write for example 500ms or 1s.` : undefined,
});

/** Poll intervals: SPEC A, `100ms`…`60s`, minimum 50 ms; kept as text so that a save changes nothing. */
export const PollInterval = durationText
  .refine((text) => parseDurationMs(text) !== undefined, {
    error: (issue) => `“${String(issue.input)}” is not a duration. Write it with a unit, for example 500ms or 1s.`,
    abort: true,
  })
  .refine((text) => parseDurationMs(text)! >= 50, {
    error: (issue) => `Poll interval ${String(issue.input)} is below this gateway’s minimum of 50 ms.`,
  })
  .refine((text) => parseDurationMs(text)! <= 3_600_000, {
    error: (issue) => `Poll interval ${String(issue.input)} is above the maximum of 1 h.`,
  })
  .meta({ fault: 'INTERVAL_RANGE' });
