import type { YRange } from '../../charts/y-range.ts';

/** A number as a person writes it, with a point or a comma; undefined for what is none. */
export function numberOf(text: string): number | undefined {
  const value = Number(text.trim().replace(',', '.').replace('\u2212', '-'));
  return text.trim() !== '' && Number.isFinite(value) ? value : undefined;
}

/** The ends of an axis as they were typed: undefined where both are empty, a sentence where they are none. */
export function endsOf(min: string, max: string): YRange | undefined | string {
  if (min.trim() === '' && max.trim() === '') return undefined;
  const [low, high] = [numberOf(min), numberOf(max)];
  if (low === undefined) return faultOf('minimum', min);
  if (high === undefined) return faultOf('maximum', max);
  if (low >= high) return `Axis minimum ${min.trim()} is not below maximum ${max.trim()}.`;
  return { min: low, max: high };
}

const faultOf = (which: 'minimum' | 'maximum', text: string): string =>
  text.trim() === ''
    ? `The axis has no ${which}. Write a number, or leave both ends empty.`
    : `Axis ${which} “${text}” is not a number. Write 10 or 2.5, or leave both ends empty.`;
