import { isIP } from 'node:net';
import { z } from 'zod';
import { formatDuration, parseDurationMs } from '../../src-shared/domain/duration.ts';

/** Host names of RFC 1123 with the underscore that Windows allows; a last label of digits only would be a mistyped IP. */
const HOST_NAME =
  /^(?!.*(?:^|\.)\d+$)[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*$/i;

/** An IP address or a name that a resolver can be asked for. */
export function isHost(text: string): boolean {
  return isIP(text) !== 0 || (text.length <= 253 && HOST_NAME.test(text));
}

/** A duration as text with a unit, between two bounds in ms. Kept as text so that a save changes nothing. */
export function duration(name: string, minMs: number, maxMs: number): z.ZodString {
  return z
    .string()
    .refine((text) => parseDurationMs(text) !== undefined, {
      error: (issue) =>
        `${name} “${String(issue.input)}” is not a duration. Write it with a unit, for example 500ms or 1s.`,
      abort: true,
    })
    .refine((text) => parseDurationMs(text)! >= minMs && parseDurationMs(text)! <= maxMs, {
      error: (issue) =>
        `${name} ${String(issue.input)} is outside ${formatDuration(minMs)}–${formatDuration(maxMs)}. Write a duration inside this range.`,
    })
    .meta({ durationMs: { minimum: minMs, maximum: maxMs } });
}

/** A whole number between two bounds. @param hint what is usual, told behind the range */
export function wholeNumber(name: string, min: number, max: number, hint: string): z.ZodNumber {
  const error = (issue: { readonly input?: unknown }): string =>
    `${name} ${String(issue.input)} is outside ${min}–${max}. ${hint}`;
  return z.int({ error }).min(min, { error }).max(max, { error }).meta({ hint });
}

/** The IP address or name of a device. */
export function hostField(): z.ZodString {
  return z
    .string()
    .trim()
    .refine(isHost, {
      error: (issue) =>
        `“${String(issue.input)}” is not an IP address or host name. Each part of an IP address is 0–255.`,
    });
}
