import type jsep from 'jsep';
import { nearestWord } from '../../../../src-shared/util/nearest-word.ts';
import { CELL_FUNCTIONS } from './cell-functions.ts';
import { type CellValue, numberOf, textOf } from './cell-value.ts';
import { ExpressionFault, shortened } from './expression-fault.ts';
import { placeOf, treeOf } from './parse-expression.ts';
import type { RawNode } from './read-tree.ts';
import type { Span } from './syntax.ts';

/** The cells of a row by the names that a formula calls them; one that is left out is empty. */
export type FormulaRow = Readonly<Record<string, string | number | boolean>>;

/** What a formula gives for a row; undefined: a cell that it needs is empty. @throws ExpressionFault */
export type CellFormula = (row: FormulaRow) => CellValue;

/** Operators and calls within one another. */
const MAX_DEPTH = 64;

/**
 * Compiles a formula over the cells of a row, in the words of expressions: `value * 10`, `concat("L1_", name)`. An empty
 * cell makes everything empty that is calculated with it; in texts it is no letter.
 *
 * @param names those that cells may be called by
 * @throws ExpressionFault for the first thing that is wrong
 */
export function compileFormula(text: string, names: ReadonlySet<string>): CellFormula {
  if (text.trim() === '')
    throw new ExpressionFault('The formula is empty. Write for example value * 10.', { at: 0, length: 1 });
  return compile(treeOf(text), names, 0);
}

function compile(raw: RawNode, names: ReadonlySet<string>, depth: number): CellFormula {
  const place = placeOf(raw);
  if (depth > MAX_DEPTH) throw new ExpressionFault(`The formula nests deeper than ${MAX_DEPTH} levels.`, place);
  const inner = (node: unknown): CellFormula => compile(node as RawNode, names, depth + 1);
  switch (raw.type) {
    case 'Number':
    case 'Literal': {
      const value = raw['value'] as CellValue;
      return () => value;
    }
    case 'Identifier': {
      const { name } = raw as jsep.Identifier;
      if (!names.has(name)) throw unknown(name, names, place);
      return (row) => (Object.hasOwn(row, name) ? row[name] : undefined);
    }
    case 'UnaryExpression': {
      const { operator, argument } = raw as jsep.UnaryExpression;
      const of = inner(argument);
      if (operator === '!') return (row) => negated(of(row));
      return (row) => mapped(of(row), place, (x) => (operator === '-' ? -x : x));
    }
    case 'BinaryExpression': {
      const { operator, left, right } = raw as jsep.BinaryExpression;
      const [a, b] = [inner(left), inner(right)];
      const calculate = OPERATORS[operator]!;
      return (row) => calculate(a(row), b(row), place);
    }
    case 'ConditionalExpression': {
      const { test, consequent, alternate } = raw as jsep.ConditionalExpression;
      const [is, yes, no] = [inner(test), inner(consequent), inner(alternate)];
      return (row) => {
        const found = is(row);
        return found === undefined ? undefined : found ? yes(row) : no(row);
      };
    }
    case 'CallExpression':
      return called(raw as jsep.CallExpression, place, inner);
    case 'Reference':
      throw new ExpressionFault(
        'A formula works on cells, not on tags. Write the name of a column, as value * 10.',
        place,
      );
    default:
      throw new ExpressionFault('This is no part of a formula. Write for example value * 10.', place);
  }
}

function called(
  { callee, arguments: given }: jsep.CallExpression,
  place: Span,
  inner: (node: unknown) => CellFormula,
): CellFormula {
  const name = callee.type === 'Identifier' ? (callee as jsep.Identifier).name : '';
  const known = CELL_FUNCTIONS.get(name);
  if (!known) throw unknown(name, new Set(CELL_FUNCTIONS.keys()), place);
  const [least, most] = known.takes;
  if (given.length < least || given.length > most)
    throw new ExpressionFault(`${name} is written as ${known.form}.`, { at: place.at, length: name.length });
  const args = given.map(inner);
  return (row) =>
    known.give(
      args.map((arg) => arg(row)),
      place,
    );
}

function unknown(name: string, names: ReadonlySet<string>, place: Span): ExpressionFault {
  const near = name.length > 40 ? undefined : nearestWord(name, [...names, ...CELL_FUNCTIONS.keys()]);
  const next = near ? ` Did you mean ${near}?` : ' Cells are called value, name, address, unit, n …';
  return new ExpressionFault(`“${shortened(name)}” is neither a column nor a function.${next}`, place);
}

type Operator = (a: CellValue, b: CellValue, place: Span) => CellValue;

const negated = (value: CellValue): CellValue => (value === undefined ? undefined : !value);
const mapped = (value: CellValue, place: Span, how: (x: number) => number): CellValue =>
  value === undefined ? undefined : how(numberOf(value, place));

const numeric =
  (how: (a: number, b: number) => number): Operator =>
  (a, b, place) =>
    a === undefined || b === undefined ? undefined : how(numberOf(a, place), numberOf(b, place));
const ordered =
  (how: (difference: number) => boolean): Operator =>
  (a, b, place) => {
    if (a === undefined || b === undefined) return undefined;
    if (typeof a === 'string' && typeof b === 'string') return how(a < b ? -1 : a > b ? 1 : 0);
    return how(numberOf(a, place) - numberOf(b, place));
  };

const OPERATORS: Readonly<Record<string, Operator>> = {
  '+': (a, b, place) =>
    typeof a === 'string' || typeof b === 'string' ? `${textOf(a)}${textOf(b)}` : numeric((x, y) => x + y)(a, b, place),
  '-': numeric((a, b) => a - b),
  '*': numeric((a, b) => a * b),
  '/': numeric((a, b) => a / b),
  '%': numeric((a, b) => a % b),
  '<': ordered((difference) => difference < 0),
  '>': ordered((difference) => difference > 0),
  '<=': ordered((difference) => difference <= 0),
  '>=': ordered((difference) => difference >= 0),
  '==': (a, b) => textOf(a) === textOf(b),
  '!=': (a, b) => textOf(a) !== textOf(b),
  '&&': (a, b) => Boolean(a) && Boolean(b),
  '||': (a, b) => Boolean(a) || Boolean(b),
};
