import type { LineageNode, LineageStep } from '../../../src-shared/contract/lineage.ts';
import { formatInteger, withDecimalSign } from '../../ui/number-format.ts';
import { formatTime } from '../../ui/time-format.ts';

/** A number with all the digits that matter for comparing it by hand: ten of them. */
export function exactNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return formatInteger(value);
  return withDecimalSign(String(Number(value.toPrecision(10))));
}

/** Any value that a point or a device may have. */
export function valueText(value: number | string | boolean | null): string {
  if (value === null) return 'no value';
  if (typeof value === 'number') return exactNumber(value);
  return typeof value === 'boolean' ? (value ? 'True' : 'False') : `“${value}”`;
}

/** What a step made of the value; empty where it only decides. */
export function stepResult({ kind, before, after }: LineageStep): string {
  if (after === null) return '';
  const isUnchanged = before === after && (kind === 'quality' || kind === 'deadband');
  return isUnchanged ? '' : exactNumber(after);
}

const FLAGS: Readonly<Record<string, string>> = {
  simulated: 'from a twin, not from the device',
  clamped: 'held at an end of its clamp; the device may have given more',
  clockUnsynchronised: 'the clock of the gateway was not certain',
  historical: 'taken in from a file',
};

/** What is to be known of a point beside its value and quality. */
export const flagWords = (flags: NonNullable<LineageNode['point']>['flags']): readonly string[] =>
  flags.map((flag) => FLAGS[flag] ?? flag);

/** What of a configuration was, or is, in one line. */
export function fieldText(value: unknown): string {
  if (value === null || value === undefined) return 'not set';
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? exactNumber(value) : JSON.stringify(value);
}

/** A moment, as seen from now. */
export const timeText = (us: number): string => formatTime(us / 1_000, Date.now());

/** `3.20 ms` after the moment of the question. */
export const hopTime = (us: number, askedUs: number): string =>
  `${withDecimalSign(((us - askedUs) / 1_000).toFixed(2))} ms`;
