import { z } from 'zod';
import { formatByteSize, parseByteSize } from '../../src-shared/domain/byte-size.ts';
import { formatDuration, parseDurationMs } from '../../src-shared/domain/duration.ts';

/** A duration between two bounds, kept as text so that a save changes nothing. Units are required. */
export function duration(minMs: number, maxMs: number): z.ZodString {
  return z
    .string()
    .refine((text) => parseDurationMs(text) !== undefined, {
      error: (issue) => `“${String(issue.input)}” is not a duration. Write it with a unit, for example 5s.`,
      abort: true,
    })
    .refine((text) => parseDurationMs(text)! >= minMs && parseDurationMs(text)! <= maxMs, {
      error: (issue) => `${String(issue.input)} is outside ${formatDuration(minMs)}–${formatDuration(maxMs)}.`,
    });
}

/** A number of bytes between two bounds, as text with a binary unit. */
export function byteSize(min: number, max: number): z.ZodString {
  return z
    .string()
    .refine((text) => parseByteSize(text) !== undefined, {
      error: (issue) => `“${String(issue.input)}” is not a size. Write it with a unit, for example 512MiB or 2GiB.`,
      abort: true,
    })
    .refine((text) => parseByteSize(text)! >= min && parseByteSize(text)! <= max, {
      error: (issue) => `${String(issue.input)} is outside ${formatByteSize(min)}–${formatByteSize(max)}.`,
    });
}

/** Where a secret is found; the secret itself never stands in a project (appendix A, 58 INLINE_SECRET). */
export const SecretReference = z
  .strictObject({
    env: z
      .string()
      .regex(/^[A-Z_][A-Z0-9_]*$/i)
      .optional()
      .meta({ title: 'Environment variable', description: 'Its value is the secret.' }),
    file: z.string().min(1).max(1_024).optional().meta({
      title: 'File',
      description: 'Its first line is the secret; relative to the project folder.',
    }),
  })
  .refine((reference) => (reference.env === undefined) !== (reference.file === undefined), {
    error: 'Name either env or file.',
  });
export type SecretReference = z.output<typeof SecretReference>;
