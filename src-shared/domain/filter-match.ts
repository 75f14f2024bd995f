import { parseDurationMs } from './duration.ts';
import type { FilterOperator, FilterValue } from './filter-terms.ts';

/** Whether a text, in lower case, is what was typed; `*` stands for anything, a text without one is looked for inside. */
export function textMatches(text: string, { text: wanted, isPhrase }: FilterValue): boolean {
  return isPhrase || !wanted.includes('*') ? text.includes(wanted) : globMatches(text, wanted.split('*'));
}

/** A word with `*` is looked for in every word of a text. */
export function wordMatches(text: string, value: FilterValue): boolean {
  if (value.isPhrase || !value.text.includes('*')) return text.includes(value.text);
  const parts = ['', ...value.text.split('*'), ''];
  const longest = parts.reduce((a, b) => (b.length > a.length ? b : a));
  return text.includes(longest) && text.split(/\s+/).some((word) => globMatches(word, parts));
}

/** The parts in their order, the first at the start and the last at the end. Never goes back: no text makes it slow. */
function globMatches(text: string, parts: readonly string[]): boolean {
  const first = parts[0]!;
  const last = parts.at(-1)!;
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  const end = text.length - last.length;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

const NUMBER = /^[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d+)?$/;

const numberOf = (text: string): number | undefined => (NUMBER.test(text) ? Number(text.replace(',', '.')) : undefined);

/** What a value typed for a field of numbers or durations asks of one; undefined: it is none. */
export type Wanted = (seen: number) => boolean;

/**
 * `:` takes a number as it is shown: `8.42` is every number that is rounded to it. `10..20` has both ends in it.
 */
export function wantedNumber(operator: FilterOperator, text: string): Wanted | undefined {
  const [low, high] = text.split('..', 2).map(numberOf);
  if (operator === ':' && text.includes('..'))
    return low === undefined || high === undefined ? undefined : (seen) => seen >= low && seen <= high;
  const number = numberOf(text);
  if (number === undefined) return undefined;
  if (operator !== ':') return compared(operator, number);
  const decimals = /[.,](\d+)/.exec(text)?.[1]?.length ?? 0;
  const half = /e/.test(text) ? 0 : 0.5 * 10 ** -decimals;
  // A hair more, since 8.425 - 8.42 is not 0.005.
  return (seen) => Math.abs(seen - number) <= half * (1 + 1e-9) || seen === number;
}

/** Milliseconds; `:` asks for at most that long. */
export function wantedDuration(operator: FilterOperator, text: string): Wanted | undefined {
  const ms = parseDurationMs(text);
  return ms === undefined ? undefined : compared(operator === ':' ? '<=' : operator, ms);
}

function compared(operator: Exclude<FilterOperator, ':'>, wanted: number): Wanted {
  switch (operator) {
    case '=':
      return (seen) => seen === wanted;
    case '!=':
      return (seen) => seen !== wanted;
    case '>':
      return (seen) => seen > wanted;
    case '>=':
      return (seen) => seen >= wanted;
    case '<':
      return (seen) => seen < wanted;
    case '<=':
      return (seen) => seen <= wanted;
  }
}
