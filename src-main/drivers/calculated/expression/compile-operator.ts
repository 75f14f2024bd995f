import { STATUS } from '../../../../src-shared/domain/quality.ts';
import { judge, runApart, SHAPE } from './calculation.ts';
import { checkKinds } from './check-kinds.ts';
import { type Code, inOrder, type Part, type Say } from './code.ts';
import type { Wanted } from './compile-expression.ts';
import type { BinaryNode, ExpressionNode, UnaryNode } from './syntax.ts';

const BY_ZERO: Say = (_subject, place) => `Division by zero at ${place}.`;
const MIXED: Say = (_subject, place) => `At ${place} text is compared with a number.`;

export type CompilePart = (code: Code, node: ExpressionNode, wanted: Wanted) => Part;

/** Compiles what is written as a sign. A `run` of each operator of its own keeps the hot path free of a choice. */
export function compileOperator(code: Code, node: UnaryNode | BinaryNode, compile: CompilePart): Part {
  const { value } = code;
  const at = code.register();
  if (node.kind === 'unary') {
    const argument = compile(code, node.argument, 'number');
    const from = argument.at;
    const { run } = argument;
    if (node.operator === '-') return { at, run: () => (run(), void (value[at] = -value[from]!)) };
    return { at, run: () => (run(), void (value[at] = value[from] === 0 ? 1 : 0)) };
  }
  switch (node.operator) {
    case '&&':
    case '||':
      return logic(code, at, node, compile);
    case '==':
    case '!=':
      return equality(code, at, node, compile);
    default:
      return arithmetic(code, at, node, compile);
  }
}

function arithmetic(code: Code, at: number, node: BinaryNode, compile: CompilePart): Part {
  const { value, verdict } = code;
  const left = compile(code, node.left, 'number');
  const right = compile(code, node.right, 'number');
  const [a, b] = [left.at, right.at];
  const both = inOrder([left, right]);
  const place = { at: node.operatorAt, length: node.operator.length };
  const guard = code.guard(at, `“${node.operator}”`, place);
  const byZero = code.reason(BY_ZERO, '', place.at);
  const checked = (calculate: () => void): Part => ({ at, run: () => (both(), calculate(), guard()) });
  const compared = (isTrue: () => boolean): Part => ({ at, run: () => (both(), void (value[at] = isTrue() ? 1 : 0)) });
  switch (node.operator) {
    case '+':
      return checked(() => void (value[at] = value[a]! + value[b]!));
    case '-':
      return checked(() => void (value[at] = value[a]! - value[b]!));
    case '*':
      return checked(() => void (value[at] = value[a]! * value[b]!));
    case '<':
      return compared(() => value[a]! < value[b]!);
    case '>':
      return compared(() => value[a]! > value[b]!);
    case '<=':
      return compared(() => value[a]! <= value[b]!);
    case '>=':
      return compared(() => value[a]! >= value[b]!);
    default: {
      const isRest = node.operator === '%';
      return checked(() => {
        if (value[b] === 0) judge(verdict, STATUS.BadOutOfRange, byZero);
        value[at] = isRest ? value[a]! % value[b]! : value[a]! / value[b]!;
      });
    }
  }
}

/** What the second says is looked at only where the first does not decide. */
function logic(code: Code, at: number, node: BinaryNode, compile: CompilePart): Part {
  const { value, verdict } = code;
  const left = compile(code, node.left, 'number');
  const right = compile(code, node.right, 'number');
  const decides = node.operator === '||';
  return {
    at,
    run: () => {
      const isBad = runApart(verdict, left.run);
      value[at] = decides ? 1 : 0;
      if (isBad || (value[left.at] !== 0) === decides) return;
      right.run();
      value[at] = value[right.at] === 0 ? 0 : 1;
    },
  };
}

function equality(code: Code, at: number, node: BinaryNode, compile: CompilePart): Part {
  const { value, text, shape, verdict } = code;
  const kinds = [checkKinds(node.left), checkKinds(node.right)];
  const wanted = kinds.includes('text') ? 'text' : kinds.every((kind) => kind === 'any') ? 'any' : 'number';
  const left = compile(code, node.left, wanted);
  const right = compile(code, node.right, wanted);
  const [a, b] = [left.at, right.at];
  const [same, other] = node.operator === '==' ? [1, 0] : [0, 1];
  const both = inOrder([left, right]);
  if (wanted === 'text') return { at, run: () => (both(), void (value[at] = text[a] === text[b] ? same : other)) };
  if (wanted === 'number') return { at, run: () => (both(), void (value[at] = value[a] === value[b] ? same : other)) };
  const mixed = code.reason(MIXED, '', node.operatorAt);
  return {
    at,
    run: () => {
      if (runApart(verdict, both)) return;
      if (shape[a] !== shape[b]) judge(verdict, STATUS.BadTypeMismatch, mixed);
      const isSame = shape[a] === SHAPE.text ? text[a] === text[b] : value[a] === value[b];
      value[at] = isSame ? same : other;
    },
  };
}
