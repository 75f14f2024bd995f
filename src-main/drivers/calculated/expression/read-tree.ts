import jsep from 'jsep';
import { parseDurationMs } from '../../../../src-shared/domain/duration.ts';
import { ExpressionFault, shortened } from './expression-fault.ts';
import type { Span } from './syntax.ts';

/** Parentheses, calls and signs within one another. */
const MAX_NESTING = 64;

/** A node of jsep with its place; `{…}` and `10s` are nodes of ours. */
export type RawNode = jsep.Expression & Partial<Span>;

/** Where tokens begin that are being read, innermost last: one for each call of jsep that reads one. */
let starts: number[] = [];

// jsep is configured once for the whole program, and nothing else here uses it.
jsep.removeAllBinaryOps();
jsep.removeAllUnaryOps();
jsep.removeLiteral('null');
for (const [precedence, operators] of [
  [1, ['||']],
  [2, ['&&']],
  [6, ['==', '!=']],
  [7, ['<', '>', '<=', '>=']],
  [9, ['+', '-']],
  [10, ['*', '/', '%']],
] as const) {
  for (const operator of operators) jsep.addBinaryOp(operator, precedence);
}
for (const operator of ['-', '+', '!']) jsep.addUnaryOp(operator);
jsep.hooks.add('gobble-token', function readOwnToken(env) {
  starts.push(this.index);
  if (starts.length > MAX_NESTING)
    throw new ExpressionFault(`The expression nests deeper than ${MAX_NESTING} levels. Make tags of its parts.`, {
      at: this.index,
      length: 1,
    });
  const own = referenceAt(this) ?? numberAt(this);
  if (own) env.node = own;
});
jsep.hooks.add('after-token', function placeToken(env) {
  const at = starts.pop()!;
  if (env.node) Object.assign(env.node, { at, length: endOfToken(this.expr, at, this.index) - at });
});

/**
 * The tree of jsep for a text, each of its tokens with its place.
 * @throws ExpressionFault, and what jsep throws, with its `index`.
 */
export function readTree(text: string): RawNode {
  starts = [];
  try {
    return jsep(text);
  } finally {
    starts = [];
  }
}

/** jsep looks behind spaces for what belongs to a token. */
function endOfToken(text: string, at: number, index: number): number {
  let end = index;
  while (end > at + 1 && /\s/.test(text[end - 1]!)) end--;
  return end;
}

function referenceAt(scope: jsep.HookScope): RawNode | undefined {
  if (scope.char !== '{') return undefined;
  const { expr, index } = scope;
  const end = expr.indexOf('}', index);
  if (end < 0)
    throw new ExpressionFault('The “{” has no “}”. Write the tag as {device/tag}.', {
      at: index,
      length: expr.length - index,
    });
  scope.index = end + 1;
  return { type: 'Reference', name: expr.slice(index + 1, end).trim() };
}

const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?/iy;
const UNIT = /[a-z]+/iy;

/** A number, or a duration where a unit follows at once. */
function numberAt(scope: jsep.HookScope): RawNode | undefined {
  const { expr, index } = scope;
  NUMBER.lastIndex = index;
  const [digits] = NUMBER.exec(expr) ?? [];
  if (digits === undefined) return undefined;
  UNIT.lastIndex = index + digits.length;
  const [unit = ''] = UNIT.exec(expr) ?? [];
  const place = { at: index, length: digits.length + unit.length };
  scope.index = index + place.length;
  if (unit === '') {
    const value = Number(digits);
    if (Number.isFinite(value)) return { type: 'Number', value };
    throw new ExpressionFault(`“${shortened(digits)}” is beyond the range of numbers. Write a smaller one.`, place);
  }
  const ms = parseDurationMs(digits + unit);
  if (ms !== undefined) return { type: 'Duration', value: ms };
  throw new ExpressionFault(
    `“${shortened(digits + unit)}” is neither a number nor a time. Write a time as 500ms, 10s, 5min, 1h or 1d.`,
    place,
  );
}
