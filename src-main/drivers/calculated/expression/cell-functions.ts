import { type CellValue, numberOf, textOf } from './cell-value.ts';
import { ExpressionFault } from './expression-fault.ts';
import { roundHalfAway } from './round-half-away.ts';
import type { Span } from './syntax.ts';

/** A function of formulas over cells. */
export interface CellFunction {
  /** `concat(x, …)` */
  readonly form: string;
  /** Fewest and most arguments. */
  readonly takes: readonly [least: number, most: number];
  /** @throws ExpressionFault where an argument is of another kind. */
  readonly give: (args: readonly CellValue[], place: Span) => CellValue;
}

const MANY = 100;
/** A cell is no place for more. */
const LONGEST = 4_096;

const numbers = (form: string, least: number, most: number, of: (...x: number[]) => number): CellFunction => ({
  form,
  takes: [least, most],
  give: (args, place) => (args.includes(undefined) ? undefined : of(...args.map((arg) => numberOf(arg, place)))),
});

const text = (
  form: string,
  least: number,
  most: number,
  of: (x: string, ...rest: CellValue[]) => CellValue,
): CellFunction => ({
  form,
  takes: [least, most],
  give: ([first, ...rest]) => of(textOf(first), ...rest),
});

/** `pad(7, 3)`: `007` */
function padded([value, width]: readonly CellValue[], place: Span): CellValue {
  const digits = numberOf(width, place);
  if (!Number.isInteger(digits) || digits < 1 || digits > 64)
    throw new ExpressionFault(`pad fills up to 1…64 characters, not ${digits}.`, place);
  return value === undefined ? undefined : textOf(value).padStart(digits, '0');
}

/** Those of expressions that remember nothing, and those that cells need for their texts. */
export const CELL_FUNCTIONS: ReadonlyMap<string, CellFunction> = new Map<string, CellFunction>([
  ['min', numbers('min(x, …)', 1, MANY, Math.min)],
  ['max', numbers('max(x, …)', 1, MANY, Math.max)],
  ['sum', numbers('sum(x, …)', 1, MANY, (...x) => x.reduce((a, b) => a + b, 0))],
  ['avg', numbers('avg(x, …)', 1, MANY, (...x) => x.reduce((a, b) => a + b, 0) / x.length)],
  ['abs', numbers('abs(x)', 1, 1, Math.abs)],
  ['sqrt', numbers('sqrt(x)', 1, 1, Math.sqrt)],
  ['log', numbers('log(x)', 1, 1, Math.log10)],
  ['ln', numbers('ln(x)', 1, 1, Math.log)],
  ['exp', numbers('exp(x)', 1, 1, Math.exp)],
  ['floor', numbers('floor(x)', 1, 1, Math.floor)],
  ['ceil', numbers('ceil(x)', 1, 1, Math.ceil)],
  ['round', numbers('round(x, digits)', 1, 2, (x, digits = 0) => roundHalfAway(x, digits))],
  ['pow', numbers('pow(x, y)', 2, 2, (x, y) => x ** y)],
  ['clamp', numbers('clamp(x, low, high)', 3, 3, (x, low, high) => Math.min(high, Math.max(low, x)))],
  ['concat', { form: 'concat(x, …)', takes: [1, MANY], give: (args) => args.map(textOf).join('').slice(0, LONGEST) }],
  ['upper', text('upper(text)', 1, 1, (x) => x.toUpperCase())],
  ['lower', text('lower(text)', 1, 1, (x) => x.toLowerCase())],
  ['trim', text('trim(text)', 1, 1, (x) => x.trim())],
  [
    'replace',
    text('replace(text, what, with)', 3, 3, (x, what, by) =>
      textOf(what) === '' ? x : x.replaceAll(textOf(what), () => textOf(by)).slice(0, LONGEST),
    ),
  ],
  ['left', text('left(text, characters)', 2, 2, (x, count) => x.slice(0, Math.max(0, Number(count))))],
  ['right', text('right(text, characters)', 2, 2, (x, count) => x.slice(Math.max(0, x.length - Number(count))))],
  ['pad', { form: 'pad(x, characters)', takes: [2, 2], give: padded }],
]);
