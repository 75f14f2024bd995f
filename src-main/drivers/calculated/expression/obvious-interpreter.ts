import { classicQuality, isBad, isGood, STATUS } from '../../../../src-shared/domain/quality.ts';
import type { ExpressionNode } from './syntax.ts';

/** One input of a test. */
export interface Input {
  readonly value: number | string;
  readonly status: number;
  readonly timeUs: number;
}

interface Outcome {
  /** Undefined where it is Bad. */
  readonly value: number | string | undefined;
  readonly status: number;
  readonly timeUs: number;
}

/**
 * What an expression without memory gives, in the plainest way: an object for every value, walked from the tree each time.
 * The compiled form is held against it by tests.
 */
export function interpret(
  node: ExpressionNode,
  inputs: ReadonlyMap<string, Input>,
  nowUs: number,
  wanted: 'number' | 'text' | 'any',
): Outcome {
  const number = (part: ExpressionNode): Outcome => interpret(part, inputs, nowUs, 'number');
  switch (node.kind) {
    case 'number':
      return { value: node.value, status: 0, timeUs: 0 };
    case 'truth':
      return { value: node.value ? 1 : 0, status: 0, timeUs: 0 };
    case 'text':
      return { value: node.value, status: 0, timeUs: 0 };
    case 'duration':
      throw new TypeError('A time is no value.');
    case 'reference': {
      const { value, status, timeUs } = inputs.get(node.name)!;
      if (isBad(status)) return { value: undefined, status, timeUs };
      const isText = typeof value === 'string';
      if ((wanted === 'number' && isText) || (wanted === 'text' && !isText))
        return { value: undefined, status: STATUS.BadTypeMismatch, timeUs };
      if (!isText && !Number.isFinite(value)) return { value: undefined, status: STATUS.BadOutOfRange, timeUs };
      return { value, status: isGood(status) ? 0 : status, timeUs };
    }
    case 'unary': {
      const outcome = number(node.argument);
      const operate = node.operator === '-' ? (x: number) => -x : (x: number) => (x === 0 ? 1 : 0);
      return combined([outcome], ([x]) => operate(x as number));
    }
    case 'binary': {
      const { operator } = node;
      if (operator === '&&' || operator === '||') {
        const left = number(node.left);
        if (isBad(left.status)) return left;
        if ((left.value !== 0) === (operator === '||')) return { ...left, value: left.value === 0 ? 0 : 1 };
        return combined([left, number(node.right)], ([, y]) => (y === 0 ? 0 : 1));
      }
      if (operator === '==' || operator === '!=') {
        const kind = kindOfEquality(node.left, node.right);
        const sides = [node.left, node.right].map((side) => interpret(side, inputs, nowUs, kind));
        if (sides.every(({ status }) => !isBad(status)) && typeof sides[0]!.value !== typeof sides[1]!.value)
          return { ...combined(sides, () => 0), value: undefined, status: STATUS.BadTypeMismatch };
        return combined(sides, ([x, y]) => ((x === y) === (operator === '==') ? 1 : 0));
      }
      return combined([number(node.left), number(node.right)], ([x, y]) =>
        arithmetic(operator, x as number, y as number),
      );
    }
    case 'choice': {
      const test = number(node.test);
      if (isBad(test.status)) return test;
      const taken = interpret(test.value !== 0 ? node.yes : node.no, inputs, nowUs, wanted);
      return combined([test, taken], ([, value]) => value!);
    }
    case 'call':
      return call(node.name, node.args, (arg, kind) => interpret(arg, inputs, nowUs, kind), nowUs, wanted);
  }
}

type Evaluate = (arg: ExpressionNode, wanted: 'number' | 'text' | 'any') => Outcome;

function call(
  name: string,
  args: readonly ExpressionNode[],
  evaluate: Evaluate,
  nowUs: number,
  wanted: 'number' | 'text' | 'any',
): Outcome {
  if (name === 'now') return { value: nowUs / 1e6, status: 0, timeUs: nowUs };
  if (name === 'good' || name === 'quality' || name === 'age') {
    const { status, timeUs } = evaluate(args[0]!, 'any');
    if (name === 'good') return { value: isGood(status) ? 1 : 0, status: 0, timeUs };
    if (name === 'quality') return { value: classicQuality(status), status: 0, timeUs };
    if (timeUs === 0) return { value: undefined, status: STATUS.BadWaitingForInitialData, timeUs: nowUs };
    return { value: (nowUs - timeUs) / 1e6, status: 0, timeUs: Math.max(nowUs, timeUs) };
  }
  if (name === 'or_else') {
    const first = evaluate(args[0]!, wanted);
    if (!isBad(first.status)) return first;
    const second = evaluate(args[1]!, wanted);
    return { ...second, timeUs: Math.max(first.timeUs, second.timeUs) };
  }
  const outcomes = args.map((arg) => evaluate(arg, 'number'));
  return combined(outcomes, (values) => ofNumbers(name, values as number[]));
}

/** The worst status, the first of equally bad ones; the latest time; a number that is none is Bad. */
function combined(
  outcomes: readonly Outcome[],
  operate: (values: readonly (number | string)[]) => number | string,
): Outcome {
  const timeUs = Math.max(...outcomes.map((outcome) => outcome.timeUs));
  let status = 0;
  for (const outcome of outcomes) if (outcome.status >>> 30 > status >>> 30) status = outcome.status;
  if (isBad(status)) return { value: undefined, status, timeUs };
  const value = operate(outcomes.map((outcome) => outcome.value!));
  if (typeof value === 'number' && !Number.isFinite(value))
    return { value: undefined, status: STATUS.BadOutOfRange, timeUs };
  return { value, status, timeUs };
}

function arithmetic(operator: string, x: number, y: number): number {
  switch (operator) {
    case '+':
      return x + y;
    case '-':
      return x - y;
    case '*':
      return x * y;
    case '/':
      return y === 0 ? Number.NaN : x / y;
    case '%':
      return y === 0 ? Number.NaN : x % y;
    case '<':
      return Number(x < y);
    case '>':
      return Number(x > y);
    case '<=':
      return Number(x <= y);
    default:
      return Number(x >= y);
  }
}

function ofNumbers(name: string, values: readonly number[]): number {
  const [x = 0, y = 0, z = 0] = values;
  const sum = (): number => values.reduce((total, each) => total + each, 0);
  switch (name) {
    case 'min':
      return Math.min(...values);
    case 'max':
      return Math.max(...values);
    case 'sum':
      return sum();
    case 'avg':
      return sum() / values.length;
    case 'abs':
      return x < 0 ? -x : x;
    case 'sqrt':
      return x < 0 ? Number.NaN : Math.sqrt(x);
    case 'log':
      return x <= 0 ? Number.NaN : Math.log10(x);
    case 'ln':
      return x <= 0 ? Number.NaN : Math.log(x);
    case 'exp':
      return Math.exp(x);
    case 'floor':
      return Math.floor(x);
    case 'ceil':
      return Math.ceil(x);
    case 'pow':
      return x ** y;
    case 'clamp':
      return y > z ? Number.NaN : x < y ? y : x > z ? z : x;
    default: {
      // round, to a whole number in these tests
      const size = Math.abs(x);
      const whole = size - Math.floor(size) >= 0.5 ? Math.floor(size) + 1 : Math.floor(size);
      return x < 0 ? -whole : whole;
    }
  }
}

/** Text where one side can only be text, a number where one can only be that, else as the readings are. */
function kindOfEquality(left: ExpressionNode, right: ExpressionNode): 'number' | 'text' | 'any' {
  const kinds = [left, right].map(kindOf);
  return kinds.includes('text') ? 'text' : kinds.includes('number') ? 'number' : 'any';
}

function kindOf(node: ExpressionNode): 'number' | 'text' | 'any' {
  if (node.kind === 'text') return 'text';
  if (node.kind === 'reference') return 'any';
  const parts =
    node.kind === 'choice' ? [node.yes, node.no] : node.kind === 'call' && node.name === 'or_else' ? node.args : [];
  if (parts.length === 0) return 'number';
  const kinds = parts.map(kindOf);
  return kinds.includes('text') ? 'text' : kinds.includes('number') ? 'number' : 'any';
}
