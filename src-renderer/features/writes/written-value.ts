import { formatValue, type NumberStyle } from '../../ui/number-format.ts';
import type { WriteValue } from './typed-value.ts';

/** How the values of a tag look; undefined where the tag is not known here. */
export type WrittenStyle = NumberStyle & { readonly unit: string };

/** A value of a receipt as the tag table shows it, with its unit. */
export function shownValue(value: WriteValue | null, style: WrittenStyle | undefined): string {
  return withUnit(value, style, (number, own) => formatValue(number, own));
}

/** The same with every digit: where the look of the tag would round, the number itself stands. */
export function exactValue(value: WriteValue | null, style: WrittenStyle | undefined): string {
  return withUnit(value, style, (number, own) => {
    const formatted = formatValue(number, own);
    const isWord = own.dataType === 'bool' || own.states[String(number)] !== undefined;
    return isWord || readBack(formatted) === number ? formatted : String(number).replace('-', '\u2212');
  });
}

const readBack = (formatted: string): number => Number(formatted.replaceAll('\u2009', '').replace('\u2212', '-'));

function withUnit(
  value: WriteValue | null,
  style: WrittenStyle | undefined,
  format: (value: number, style: NumberStyle) => string,
): string {
  if (value === null) return '—';
  if (typeof value === 'string') return style?.dataType === 'string' || !style ? `“${value}”` : unitAfter(value, style);
  if (!style) return String(value);
  const text = format(Number(value), style);
  return style.dataType === 'bool' || style.states[String(Number(value))] !== undefined ? text : unitAfter(text, style);
}

const unitAfter = (text: string, { unit }: WrittenStyle): string => (unit === '' ? text : `${text} ${unit}`);
