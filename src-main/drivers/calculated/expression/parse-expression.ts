import type jsep from 'jsep';
import { nearestWord } from '../../../../src-shared/util/nearest-word.ts';
import { checkKinds, type ExpressionKind } from './check-kinds.ts';
import { ExpressionFault, shortened } from './expression-fault.ts';
import { FUNCTIONS } from './functions.ts';
import { type RawNode, readTree } from './read-tree.ts';
import type { BinaryNode, BinaryOperator, ExpressionNode, Span } from './syntax.ts';

/** Characters of an expression. What is longer is a calculation of several tags. */
export const MAX_EXPRESSION = 4_096;
/** Operators and choices in a row nest as parentheses do. */
const MAX_DEPTH = 256;

/** An expression that can be compiled. */
export interface ParsedExpression {
  readonly text: string;
  readonly root: ExpressionNode;
  /** `any`: as the tags are that it names. */
  readonly kind: ExpressionKind;
}

/** @throws ExpressionFault for the first thing that is wrong. */
export function parseExpression(text: string): ParsedExpression {
  if (text.length > MAX_EXPRESSION)
    throw new ExpressionFault(
      `The expression has ${text.length} characters; ${MAX_EXPRESSION} are allowed. Make tags of its parts.`,
      { at: MAX_EXPRESSION, length: 1 },
    );
  if (text.trim() === '')
    throw new ExpressionFault('The expression is empty. Write for example {boiler-1/steam_p} * 0.1.', {
      at: 0,
      length: Math.max(1, text.length),
    });
  const root = convert(treeOf(text), text, 0);
  return { text, root, kind: checkKinds(root) };
}

/** The tree of a text as it was typed. @throws ExpressionFault */
export function treeOf(text: string): RawNode {
  try {
    return readTree(text);
  } catch (cause) {
    if (cause instanceof ExpressionFault) throw cause;
    const { index, description } = cause as { readonly index?: number; readonly description?: string };
    throw syntaxFault(text, Math.min(index ?? 0, text.length), description ?? '');
  }
}

/** What jsep says, in our words. */
function syntaxFault(text: string, index: number, description: string): ExpressionFault {
  const missing = /^Expected expression after (\S+)/.exec(description)?.[1];
  const at = Math.min(index, text.length - 1);
  const seen = text[index];
  if (missing !== undefined && seen === '=')
    return new ExpressionFault(`“${missing}” is followed by another “=”. Write == to compare.`, { at, length: 1 });
  if (missing !== undefined) return new ExpressionFault(`A value is missing after “${missing}”.`, { at, length: 1 });
  if (description.startsWith('Unclosed quote'))
    return new ExpressionFault('The text has no closing quote.', { at, length: 1 });
  if (seen === '=') return new ExpressionFault('“=” sets nothing here. Write == to compare.', { at, length: 1 });
  if (/^(?:Unclosed|Expected )/.test(description)) {
    const wanted = /Expected (:|expression)/.exec(description)?.[1];
    const what = wanted === ':' ? '“:”' : wanted === undefined ? '“)”' : 'value';
    return new ExpressionFault(`A ${what} is missing.`, { at, length: 1 });
  }
  if (seen === undefined) return new ExpressionFault('The expression ends before it is complete.', { at, length: 1 });
  return new ExpressionFault(`“${seen}” has no meaning here.`, { at, length: 1 });
}

function convert(raw: RawNode, text: string, depth: number): ExpressionNode {
  const place = placeOf(raw);
  if (depth > MAX_DEPTH)
    throw new ExpressionFault(`The expression nests deeper than ${MAX_DEPTH} levels. Make tags of its parts.`, place);
  const inner = (node: unknown): ExpressionNode => convert(node as RawNode, text, depth + 1);
  switch (raw.type) {
    case 'Number':
      return { kind: 'number', value: raw['value'] as number, ...place };
    case 'Duration':
      return { kind: 'duration', ms: raw['value'] as number, ...place };
    case 'Reference':
      return { kind: 'reference', name: raw['name'] as string, ...place };
    case 'Literal':
      return literal((raw as jsep.Literal).value, place);
    case 'UnaryExpression': {
      const { operator, argument } = raw as jsep.UnaryExpression;
      if (operator === '+') return inner(argument);
      return { kind: 'unary', operator: operator as '-' | '!', argument: inner(argument), ...place };
    }
    case 'BinaryExpression':
      return binary(raw as jsep.BinaryExpression, text, inner);
    case 'ConditionalExpression': {
      const { test, consequent, alternate } = raw as jsep.ConditionalExpression;
      const [from, yes, no] = [inner(test), inner(consequent), inner(alternate)];
      return { kind: 'choice', test: from, yes, no, ...spanOf(from, no) };
    }
    case 'CallExpression':
      return call(raw as jsep.CallExpression, place, inner);
    case 'Identifier':
      throw unknownName((raw as jsep.Identifier).name, place);
    case 'Compound': {
      const second = (raw as jsep.Compound).body[1] as RawNode | undefined;
      const at = second ? placeOf(second) : { at: 0, length: 1 };
      throw new ExpressionFault('A second expression begins here. Join the two by an operator, or remove one.', at);
    }
    default:
      throw new ExpressionFault(
        `“${text.slice(place.at, place.at + 20)}” is no part of an expression. Tags are written as {device/tag}.`,
        place,
      );
  }
}

/** Operators and choices are no tokens: they stand where their parts do. */
export function placeOf(raw: RawNode): Span {
  if (raw.at !== undefined && raw.length !== undefined) return { at: raw.at, length: raw.length };
  const first = (raw['left'] ?? raw['test'] ?? raw['callee']) as RawNode | undefined;
  const last = (raw['right'] ?? raw['alternate']) as RawNode | undefined;
  if (!first) return { at: 0, length: 1 };
  return last ? spanOf(placeOf(first), placeOf(last)) : placeOf(first);
}

const spanOf = (first: Span, last: Span): Span => ({ at: first.at, length: last.at + last.length - first.at });

function literal(value: unknown, place: Span): ExpressionNode {
  if (typeof value === 'boolean') return { kind: 'truth', value, ...place };
  return { kind: 'text', value: String(value), ...place };
}

function binary(
  { operator, left, right }: jsep.BinaryExpression,
  text: string,
  inner: (node: unknown) => ExpressionNode,
): BinaryNode {
  const [from, to] = [inner(left), inner(right)];
  const afterLeft = placeOf(left);
  const operatorAt = text.indexOf(operator, afterLeft.at + afterLeft.length);
  return {
    kind: 'binary',
    operator: operator as BinaryOperator,
    operatorAt,
    left: from,
    right: to,
    ...spanOf(from, to),
  };
}

function call(
  { callee, arguments: given }: jsep.CallExpression,
  place: Span,
  inner: (node: unknown) => ExpressionNode,
): ExpressionNode {
  const name = (callee as jsep.Identifier).name;
  if (callee.type !== 'Identifier') throw new ExpressionFault('Only functions can be called.', place);
  const named = { at: place.at, length: name.length };
  const known = FUNCTIONS.get(name);
  if (!known) throw unknownName(name, named);
  const most = known.repeats ? 100 : known.takes.length;
  const least = known.least ?? known.takes.length;
  if (given.length < least || given.length > most)
    throw new ExpressionFault(
      `${name} takes ${known.form}, and ${given.length} ${given.length === 1 ? 'value is' : 'values are'} given.`,
      named,
    );
  return { kind: 'call', name, args: given.map(inner), ...place };
}

function unknownName(name: string, place: Span): ExpressionFault {
  const shown = shortened(name);
  const near = name.length > 40 ? undefined : nearestWord(name, [...FUNCTIONS.keys()]);
  const next = near ? `Did you mean ${near}()?` : `To use a tag, write {${shown}} or {device/${shown}}.`;
  return new ExpressionFault(`“${shown}” is not a name here. ${next}`, place);
}
