import { classicQuality, isBad, isGood, STATUS } from '../../../../src-shared/domain/quality.ts';
import { date, judge } from './calculation.ts';
import { type Code, inOrder, type Part, type Say } from './code.ts';
import type { Wanted } from './compile-expression.ts';
import type { CompilePart } from './compile-operator.ts';
import { makeMemory } from './make-memory.ts';
import { roundHalfAway } from './round-half-away.ts';
import type { CallNode, DurationNode, ExpressionNode } from './syntax.ts';

type Numbers = Float64Array;

/** Functions of one number; what is none comes out as NaN, and is Bad. */
const OF_ONE: ReadonlyMap<string, (x: number) => number> = new Map([
  ['abs', Math.abs],
  ['sqrt', Math.sqrt],
  ['log', Math.log10],
  ['ln', Math.log],
  ['exp', Math.exp],
  ['floor', Math.floor],
  ['ceil', Math.ceil],
]);

/** Functions of several numbers, over the registers of their arguments. */
const OF_MANY: ReadonlyMap<string, (value: Numbers, args: Uint32Array) => number> = new Map([
  ['min', (value, args) => fold(value, args, Math.min)],
  ['max', (value, args) => fold(value, args, Math.max)],
  ['sum', (value, args) => sumOf(value, args)],
  ['avg', (value, args) => sumOf(value, args) / args.length],
  ['pow', (value, args) => value[args[0]!]! ** value[args[1]!]!],
  // A low limit above the high one has no answer.
  [
    'clamp',
    (value, [x, low, high]) =>
      value[low!]! > value[high!]! ? Number.NaN : Math.min(Math.max(value[x!]!, value[low!]!), value[high!]!),
  ],
  ['round', (value, [x, digits]) => roundHalfAway(value[x!]!, digits === undefined ? 0 : value[digits]!)],
]);

/** Compiles a call of a function whose arguments passed their checks. */
export function compileCall(code: Code, node: CallNode, wanted: Wanted, compile: CompilePart): Part {
  const { name, args } = node;
  const { value, verdict, nowUs } = code;
  const at = code.register();
  const one = OF_ONE.get(name);
  const many = OF_MANY.get(name);
  if (one || many) {
    const parts = compileArgs(code, args, compile);
    const registers = Uint32Array.from(parts, (part) => part.at);
    const from = parts[0]!.at;
    const guard = code.guard(at, name, node);
    const run = inOrder(parts);
    const calculate = one
      ? () => void (value[at] = one(value[from]!))
      : () => void (value[at] = many!(value, registers));
    return {
      at,
      run: () => {
        run();
        calculate();
        guard();
      },
    };
  }
  if (name === 'now') {
    return {
      at,
      run: () => {
        value[at] = nowUs[0]! / 1e6;
        date(verdict, nowUs[0]!);
      },
    };
  }
  if (name === 'or_else') return orElse(code, at, node, wanted, compile);
  if (name === 'good' || name === 'quality' || name === 'age') return aside(code, at, node, compile);
  const part = compile(code, args[0]!, 'number');
  const duration = args[1] as DurationNode | undefined;
  const memory = makeMemory(name, { code, part, at, durationMs: duration?.ms, place: node.at });
  code.memories.push(memory);
  return { at, run: () => memory.recall() };
}

/** A function of its own, so that what runs later does not hold on to the code. */
function compileArgs(code: Code, args: readonly ExpressionNode[], compile: CompilePart): readonly Part[] {
  return args.map((arg) => compile(code, arg, 'number'));
}

const NOTHING_YET: Say = (_subject, place) => `Nothing has come yet for age at ${place}.`;

/** What looks at its argument from outside: however bad that is, it has an answer. */
function aside(code: Code, at: number, node: CallNode, compile: CompilePart): Part {
  const { value, verdict, nowUs } = code;
  const { name } = node;
  const part = compile(code, node.args[0]!, 'any');
  const never = code.reason(NOTHING_YET, '', node.at);
  return {
    at,
    run: () => {
      const status = verdict.status[0]!;
      const reason = verdict.reason[0]!;
      const timeUs = verdict.timeUs[0]!;
      verdict.status[0] = STATUS.Good;
      verdict.timeUs[0] = 0;
      part.run();
      const found = verdict.status[0]!;
      const foundUs = verdict.timeUs[0]!;
      verdict.status[0] = status;
      verdict.reason[0] = reason;
      date(verdict, timeUs);
      if (name === 'good') value[at] = isGood(found) ? 1 : 0;
      else if (name === 'quality') value[at] = classicQuality(found);
      else {
        value[at] = (nowUs[0]! - foundUs) / 1e6;
        date(verdict, nowUs[0]!);
        if (foundUs === 0) judge(verdict, STATUS.BadWaitingForInitialData, never);
      }
    },
  };
}

function orElse(code: Code, at: number, node: CallNode, wanted: Wanted, compile: CompilePart): Part {
  const { value, text, shape, verdict } = code;
  const first = compile(code, node.args[0]!, wanted);
  const second = compile(code, node.args[1]!, wanted);
  return {
    at,
    run: () => {
      const status = verdict.status[0]!;
      const reason = verdict.reason[0]!;
      verdict.status[0] = STATUS.Good;
      first.run();
      let taken = first;
      if (isBad(verdict.status[0]!)) {
        verdict.status[0] = STATUS.Good;
        second.run();
        taken = second;
      }
      const found = verdict.status[0]!;
      const foundReason = verdict.reason[0]!;
      verdict.status[0] = status;
      verdict.reason[0] = reason;
      judge(verdict, found, foundReason);
      value[at] = value[taken.at]!;
      if (wanted === 'number') return;
      shape[at] = shape[taken.at]!;
      text[at] = text[taken.at]!;
    },
  };
}

function fold(value: Numbers, args: Uint32Array, better: (a: number, b: number) => number): number {
  let best = value[args[0]!]!;
  for (let i = 1; i < args.length; i++) best = better(best, value[args[i]!]!);
  return best;
}

function sumOf(value: Numbers, args: Uint32Array): number {
  let sum = 0;
  for (let i = 0; i < args.length; i++) sum += value[args[i]!]!;
  return sum;
}
