import { ExpressionFault } from './expression-fault.ts';
import { FUNCTIONS, type FunctionInfo } from './functions.ts';
import type { BinaryNode, CallNode, ExpressionNode } from './syntax.ts';

/** `any`: a tag may hold numbers or text, and only its readings tell. A truth value is the number 1 or 0. */
export type ExpressionKind = 'number' | 'truth' | 'text' | 'any';

/**
 * The kind of what an expression gives.
 * @throws ExpressionFault for text where a number is needed, and what else can never be calculated.
 */
export function checkKinds(node: ExpressionNode): ExpressionKind {
  switch (node.kind) {
    case 'number':
    case 'truth':
    case 'text':
      return node.kind;
    case 'duration':
      throw new ExpressionFault('A time has no meaning here. Write a number, in seconds where time is meant.', node);
    case 'reference':
      return 'any';
    case 'unary':
      needNumber(node.argument, `“${node.operator}”`);
      return node.operator === '!' ? 'truth' : 'number';
    case 'binary':
      return ofBinary(node);
    case 'choice':
      needNumber(node.test, '“?”');
      return joined(checkKinds(node.yes), checkKinds(node.no), node.no);
    case 'call':
      return ofCall(node, FUNCTIONS.get(node.name)!);
  }
}

function ofBinary(node: BinaryNode): ExpressionKind {
  const { operator, left, right } = node;
  switch (operator) {
    case '==':
    case '!=':
      joined(checkKinds(left), checkKinds(right), right);
      return 'truth';
    case '<':
    case '>':
    case '<=':
    case '>=':
      for (const side of [left, right]) {
        if (needNumber(side, `“${operator}”`) !== 'truth') continue;
        throw new ExpressionFault(
          `“${operator}” compares numbers, and this is true or false. Write two comparisons and join them by &&.`,
          side,
        );
      }
      return 'truth';
    case '&&':
    case '||':
      needNumber(left, `“${operator}”`);
      needNumber(right, `“${operator}”`);
      return 'truth';
    default:
      needNumber(left, `“${operator}”`);
      needNumber(right, `“${operator}”`);
      return 'number';
  }
}

function ofCall({ name, args }: CallNode, { takes, result }: FunctionInfo): ExpressionKind {
  let kind: ExpressionKind | undefined;
  args.forEach((arg, index) => {
    const wanted = takes[Math.min(index, takes.length - 1)];
    if (wanted === 'duration') {
      if (arg.kind !== 'duration')
        throw new ExpressionFault(`${name} needs a time here. Write for example 10s or 5min.`, arg);
      if (arg.ms <= 0) throw new ExpressionFault(`${name} needs a time above zero.`, arg);
    } else if (wanted === 'number') needNumber(arg, name);
    else if (wanted === 'any') checkKinds(arg);
    else kind = kind === undefined ? checkKinds(arg) : joined(kind, checkKinds(arg), arg);
  });
  return result === 'same' ? (kind ?? 'any') : result;
}

/** The kind of two values of which one is taken or that are compared. @param at the second */
function joined(left: ExpressionKind, right: ExpressionKind, at: ExpressionNode): ExpressionKind {
  if (left === right) return left;
  // A tag beside a truth value may hold any number.
  if (left === 'any' || right === 'any') return left === 'text' || right === 'text' ? 'text' : 'number';
  if (left === 'text' || right === 'text')
    throw new ExpressionFault('One of the two is text and the other a number. They cannot stand for one another.', at);
  return 'number';
}

function needNumber(node: ExpressionNode, by: string): ExpressionKind {
  const kind = checkKinds(node);
  if (kind === 'text') throw new ExpressionFault(`${by} needs a number, and this is text.`, node);
  return kind;
}
