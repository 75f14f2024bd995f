import { ExpressionFault, shortened } from './expression-fault.ts';
import type { Span } from './syntax.ts';

/** What a cell or a part of a formula holds; undefined: it is empty. */
export type CellValue = string | number | boolean | undefined;

/** @throws ExpressionFault for what is no number. */
export function numberOf(value: CellValue, place: Span): number {
  const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
  if (Number.isNaN(number)) throw new ExpressionFault(`“${shortened(String(value))}” is not a number.`, place);
  return number;
}

/** The text of a cell; an empty one has no letters. */
export const textOf = (value: CellValue): string => (value === undefined ? '' : String(value));
