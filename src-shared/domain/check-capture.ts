import type { CheckStep } from './check-steps.ts';
import { describeStatus, isBad, isGood } from './quality.ts';
import type { Tag } from './tag.ts';
import { unitSymbol } from './units.ts';

/** What a signal showed while it was looked at. */
export interface Observed {
  /** Averages over the time, not over points; null where there was no number. */
  readonly value: number | null;
  readonly min: number | null;
  readonly max: number | null;
  /** Points that came meanwhile, the one that stood at the beginning included. */
  readonly samples: number;
  /** The worst OPC UA status that was seen. */
  readonly status: number;
}

/** Whether a step is proved by what was seen, and by how much it is off. */
export interface Judged {
  readonly result: 'pass' | 'fail';
  /** Percent of the span; null where there is none. */
  readonly error: number | null;
}

/**
 * Why nothing is captured: a value that is not Good proves nothing, except that an open circuit is seen.
 * @param name of the tag, as people call it. @param detail why it is Bad, where the device says more than the status.
 */
export function captureRefusal(
  step: Pick<CheckStep, 'kind'>,
  status: number,
  name: string,
  detail = '',
): string | undefined {
  if (step.kind === 'wire_break') {
    if (isBad(status)) return undefined;
    return `${name} is ${describeStatus(status)}. A wire break shows as Bad; open the circuit first. Nothing was captured.`;
  }
  if (isGood(status)) return undefined;
  const [word, ...rest] = describeStatus(status).split(': ');
  const why = detail === '' ? rest.join(': ') : detail;
  return `${name} is ${word}${why === '' ? '' : ` (${why})`}. Nothing was captured.`;
}

/**
 * Why what was captured by itself, because it stood still, is not kept: it moved while it was looked at. A person who
 * presses Capture means this moment; here nobody did.
 */
export function unsteadyRefusal(
  { band }: Pick<CheckStep, 'band'>,
  { min, max }: Pick<Observed, 'min' | 'max'>,
  { id, name = id, unit, enum: states }: Pick<Tag, 'id' | 'name' | 'unit' | 'enum'>,
): string | undefined {
  if (min === null || max === null || max - min <= 2 * (band ?? 0)) return undefined;
  const [low, high] = [min, max].map((value) => states?.[String(value)] ?? Number(value.toPrecision(6)));
  const symbol = unit === undefined || states ? '' : ` ${unitSymbol(unit)}`;
  return `${name} moved from ${low} to ${high}${symbol} or back while it was looked at. Nothing was captured; it is once it stands still.`;
}

/** Compares what was seen with what a step expects. */
export function judgeStep(step: CheckStep, seen: Observed): Judged {
  const { kind, expected, band, span, alarm } = step;
  if (kind === 'wire_break') return { result: isBad(seen.status) ? 'pass' : 'fail', error: null };
  if (kind === 'comms') return { result: isGood(seen.status) ? 'pass' : 'fail', error: null };
  if (seen.value === null) return { result: 'fail', error: null };
  if (alarm) {
    const isPast =
      alarm.side === 'high' ? (seen.max ?? seen.value) >= alarm.limit : (seen.min ?? seen.value) <= alarm.limit;
    return { result: isPast ? 'pass' : 'fail', error: null };
  }
  const off = seen.value - expected!;
  const error = span === null ? null : (off / span) * 100;
  // A state that changed meanwhile was not held, whatever its average.
  if (band === null) return { result: seen.min === expected && seen.max === expected ? 'pass' : 'fail', error };
  // A value exactly at the limit passes, also after the rounding of binary fractions.
  return { result: Math.abs(off) <= band * (1 + 1e-9) ? 'pass' : 'fail', error };
}
