import { z } from 'zod';
import { formatByteSize, parseByteSize } from '../../../src-shared/domain/byte-size.ts';
import { formatDuration, parseDurationMs } from '../../../src-shared/domain/duration.ts';
import type { FaultCode } from '../check/fault-codes.ts';

/** A duration between two bounds, kept as text so that a save changes nothing. Units are required. */
export function duration(minMs: number, maxMs: number, fault: FaultCode): z.ZodString {
  return z
    .string({ error: withoutUnit('5s') })
    .refine((text) => parseDurationMs(text) !== undefined, {
      error: (issue) => `“${String(issue.input)}” is not a duration. Write it with a unit, for example 5s.`,
      abort: true,
    })
    .refine((text) => parseDurationMs(text)! >= minMs && parseDurationMs(text)! <= maxMs, {
      error: (issue) =>
        `${String(issue.input)} is outside ${formatDuration(minMs)}–${formatDuration(maxMs)}. Write a duration inside this range.`,
    })
    .meta({ fault });
}

/** A number of bytes between two bounds, as text with a binary unit. */
export function byteSize(min: number, max: number, fault: FaultCode): z.ZodString {
  return z
    .string({ error: withoutUnit('512MiB') })
    .refine((text) => parseByteSize(text) !== undefined, {
      error: (issue) => `“${String(issue.input)}” is not a size. Write it with a unit, for example 512MiB or 2GiB.`,
      abort: true,
    })
    .refine((text) => parseByteSize(text)! >= min && parseByteSize(text)! <= max, {
      error: (issue) =>
        `${String(issue.input)} is outside ${formatByteSize(min)}–${formatByteSize(max)}. Write a size inside this range.`,
    })
    .meta({ fault });
}

/** A whole number between two bounds; the message names both. */
export function count(min: number, max: number, fault: FaultCode = 'COUNT_LIMIT'): z.ZodInt {
  const error = ({ input }: { readonly input?: unknown }): string | undefined =>
    typeof input === 'number'
      ? `${input} is outside ${min}–${max}. Write a whole number inside this range.`
      : undefined;
  return z.int({ error }).min(min, { error }).max(max, { error }).meta({ fault });
}

export const port = (): z.ZodInt => count(1, 65_535, 'PORT_RANGE');

const withoutUnit =
  (example: string) =>
  ({ input }: { readonly input?: unknown }): string | undefined =>
    typeof input === 'number' ? `${input} has no unit. Write for example ${example}.` : undefined;
