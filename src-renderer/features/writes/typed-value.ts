import type { TagView } from '../../../src-shared/contract/devices.ts';
import { formatDecimals, formatInteger, spanDecimals } from '../../ui/number-format.ts';

/** What a write carries; exact 64-bit integers beyond 2^53 travel as texts of digits. */
export type WriteValue = number | boolean | string;

/** What of a tag decides what may be typed for it, and how that is told. */
export type TypedTag = Pick<TagView, 'name' | 'dataType' | 'states'> &
  Partial<Pick<TagView, 'euLow' | 'euHigh' | 'unit' | 'writeLimits'>>;

export type TypedValue =
  | { readonly kind: 'value'; readonly value: WriteValue }
  | { readonly kind: 'fault'; readonly text: string };

export interface ValueChoice {
  readonly value: number | boolean;
  readonly label: string;
}

const MOST_TEXT = 1_024;
/** Digits that a float64 keeps exactly. */
const EXACT_DIGITS = 15;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;

const fault = (text: string): TypedValue => ({ kind: 'fault', text });

/** The values of a tag that has no others: the two of a switch, the states of a list. Undefined: any may be typed. */
export function valueChoices({ dataType, states }: TypedTag): readonly ValueChoice[] | undefined {
  if (dataType === 'bool') {
    return [
      { value: false, label: states['0'] ?? 'False' },
      { value: true, label: states['1'] ?? 'True' },
    ];
  }
  const listed = Object.entries(states);
  if (listed.length === 0 || dataType === 'string') return undefined;
  return listed
    .map(([value, label]) => ({ value: Number(value), label }))
    .filter((choice) => Number.isFinite(choice.value))
    .toSorted((a, b) => a.value - b.value);
}

/**
 * What was typed, as the value that is sent: exactly it or nothing. Never rounded, never guessed: a comma that may be
 * a decimal sign or a group is asked back. Scale and limits are the engine's to check.
 */
export function typedValue(text: string, tag: TypedTag): TypedValue {
  if (tag.dataType === 'string') {
    if (text.length <= MOST_TEXT) return { kind: 'value', value: text };
    return fault(`The text has ${formatInteger(text.length)} characters; a write takes ${formatInteger(MOST_TEXT)}.`);
  }
  const plain = text
    .trim()
    .replaceAll('\u2212', '-')
    .replaceAll(/[\s\u2009\u202f\u00a0]/g, '');
  if (plain === '') return fault(`Type the value for ${tag.name}.`);
  const pointed = withPoint(plain);
  if (pointed === undefined) {
    return fault(`“${text.trim()}” can be read in two ways. Write decimals with a point and no groups.`);
  }
  if (!NUMBER.test(pointed)) return fault(`“${text.trim()}” is not a number. ${tag.name} takes ${takenBy(tag)}.`);
  return numberOf(pointed, tag);
}

/** `0.0–95.0 °C`, as far as limits or range of the tag say it. */
function takenBy({ writeLimits, euLow = null, euHigh = null, unit = '' }: TypedTag): string {
  const [low, high] = [writeLimits?.min ?? euLow, writeLimits?.max ?? euHigh];
  if (low === null || high === null) return 'one, such as 6.5';
  const decimals = spanDecimals(euLow ?? low, euHigh ?? high) ?? 0;
  return `${formatDecimals(low, decimals)}–${formatDecimals(high, decimals)} ${unit}`.trimEnd();
}

/** A comma alone is a decimal sign, except where three digits follow it; with a point, it is in doubt. */
function withPoint(text: string): string | undefined {
  if (!text.includes(',')) return text;
  const isDecimal = text.split(',').length === 2 && !text.includes('.') && !/^[+-]?[1-9]\d{0,2},\d{3}$/.test(text);
  return isDecimal ? text.replace(',', '.') : undefined;
}

function numberOf(text: string, tag: TypedTag): TypedValue {
  const isWhole = /^[+-]?\d+$/.test(text);
  const value = Number(text);
  if (tag.dataType === 'bits' && (!isWhole || value < 0)) {
    return fault(`${text} is not a whole number from 0. ${tag.name} is a bit field.`);
  }
  if (isWhole && !Number.isSafeInteger(value) && (tag.dataType === 'int64' || tag.dataType === 'uint64')) {
    return { kind: 'value', value: String(BigInt(text.replace('+', ''))) };
  }
  if (!Number.isFinite(value)) return fault(`${text} is larger than a number can be.`);
  const digits = text.replace(/e.*$/i, '').replaceAll(/\D/g, '').replace(/^0+/, '').length;
  if (digits > EXACT_DIGITS && !(isWhole && Number.isSafeInteger(value))) {
    return fault(`${text} has ${digits} digits, and ${EXACT_DIGITS} are kept exactly. It is not rounded: use fewer.`);
  }
  // −0 is 0 on every device that knows no sign of zero.
  return { kind: 'value', value: value === 0 ? 0 : value };
}
