import { isBad, STATUS } from '../../../../src-shared/domain/quality.ts';
import { clear, date, judge, NO_REASON, runApart, SHAPE, type SlotColumns } from './calculation.ts';
import { Code, type ExpressionSources, type Part, type Say } from './code.ts';
import { compileCall } from './compile-call.ts';
import { compileOperator } from './compile-operator.ts';
import { characterAt } from './expression-fault.ts';
import { FUNCTIONS } from './functions.ts';
import type { Memory } from './memory.ts';
import type { ParsedExpression } from './parse-expression.ts';
import { type ChoiceNode, type ExpressionNode, partsOf, type ReferenceNode } from './syntax.ts';

/** What a part is to give; `any`: number or text, and its register says which. */
export type Wanted = 'number' | 'text' | 'any';

/** An expression that can be calculated again and again; nothing is allocated when it is. */
export interface CompiledExpression {
  /** Calculates it from the slots as they are, and leaves value, status, time, shape and text at a place of `into`. */
  calculate(into: SlotColumns, at: number): void;
  /** Why the last result is not Good; undefined while it is. */
  readonly reason: string | undefined;
  /** It changes by time alone. */
  readonly isTimed: boolean;
  readonly memories: readonly Memory[];
}

/** @param gives what the tag of the expression holds */
export function compileExpression(
  { root }: Pick<ParsedExpression, 'root'>,
  gives: 'number' | 'truth' | 'text',
  sources: ExpressionSources,
): CompiledExpression {
  const code = new Code(root, sources);
  const part = compilePart(code, root, gives === 'text' ? 'text' : 'number');
  const { verdict, value, text, memories, reasons } = code;
  // The verdict is shared with other expressions.
  let told = NO_REASON;
  return {
    memories,
    isTimed: isTimed(root),
    get reason() {
      if (told === NO_REASON) return undefined;
      const { say, subject, at } = reasons[told]!;
      return say(subject, characterAt(at));
    },
    calculate(into, at) {
      for (let i = 0; i < memories.length; i++) memories[i]!.take();
      clear(verdict);
      part.run();
      const status = verdict.status[0]!;
      const found = value[part.at]!;
      const isUsable = !isBad(status) && gives !== 'text';
      told = verdict.reason[0]!;
      into.status[at] = status;
      into.timeUs[at] = verdict.timeUs[0]!;
      // Nobody reads a minus before a zero: −0 + 0 is 0.
      into.value[at] = isUsable ? (gives === 'truth' && found !== 0 ? 1 : found + 0) : Number.NaN;
      into.shape[at] = gives === 'text' ? SHAPE.text : SHAPE.number;
      if (gives === 'text') into.text[at] = text[part.at]!;
    },
  };
}

const isTimed = (node: ExpressionNode): boolean =>
  (node.kind === 'call' && FUNCTIONS.get(node.name)?.isTimed === true) || partsOf(node).some(isTimed);

/** Compiles a part of an expression that passed its checks. */
export function compilePart(code: Code, node: ExpressionNode, wanted: Wanted): Part {
  switch (node.kind) {
    case 'number':
      return code.constant(node.value);
    case 'truth':
      return code.constant(node.value ? 1 : 0);
    case 'duration':
      return code.constant(node.ms);
    case 'text': {
      const part = code.constant(Number.NaN, node.value);
      code.shape[part.at] = SHAPE.text;
      return part;
    }
    case 'reference':
      return reference(code, node, wanted);
    case 'unary':
    case 'binary':
      return compileOperator(code, node, compilePart);
    case 'choice':
      return choice(code, node, wanted);
    case 'call':
      return compileCall(code, node, wanted, compilePart);
  }
}

const NOT_GOOD: Say = (name, place) => `{${name}} at ${place} is not Good.`;
const TEXT: Say = (name, place) => `{${name}} at ${place} holds text, where a number is needed.`;
const NUMBER: Say = (name, place) => `{${name}} at ${place} holds a number, where text is needed.`;
const NOT_FINITE: Say = (name, place) => `{${name}} at ${place} holds no number.`;

function reference(code: Code, node: ReferenceNode, wanted: Wanted): Part {
  const { verdict, value, text, shape, slots } = code;
  const slot = code.slotOf(node.name);
  const at = code.register();
  const isNotGood = code.reason(NOT_GOOD, node.name, node.at);
  const isText = code.reason(TEXT, node.name, node.at);
  const isNumber = code.reason(NUMBER, node.name, node.at);
  const isNone = code.reason(NOT_FINITE, node.name, node.at);
  return {
    at,
    run: () => {
      date(verdict, slots.timeUs[slot]!);
      const status = slots.status[slot]!;
      const found = slots.shape[slot]!;
      value[at] = slots.value[slot]!;
      judge(verdict, status, isNotGood);
      if (isBad(status)) return;
      if (wanted === 'text') {
        if (found === SHAPE.text) text[at] = slots.text[slot]!;
        else judge(verdict, STATUS.BadTypeMismatch, isNumber);
      } else if (found === SHAPE.text && wanted === 'any') {
        shape[at] = SHAPE.text;
        text[at] = slots.text[slot]!;
      } else if (found === SHAPE.text) {
        value[at] = Number.NaN;
        judge(verdict, STATUS.BadTypeMismatch, isText);
      } else {
        shape[at] = SHAPE.number;
        if (!Number.isFinite(value[at]!)) judge(verdict, STATUS.BadOutOfRange, isNone);
      }
    },
  };
}

function choice(code: Code, node: ChoiceNode, wanted: Wanted): Part {
  const { verdict, value, text, shape } = code;
  const at = code.register();
  const test = compilePart(code, node.test, 'number');
  const yes = compilePart(code, node.yes, wanted);
  const no = compilePart(code, node.no, wanted);
  return {
    at,
    run: () => {
      value[at] = Number.NaN;
      if (runApart(verdict, test.run)) return;
      const taken = value[test.at] !== 0 ? yes : no;
      taken.run();
      value[at] = value[taken.at]!;
      if (wanted === 'number') return;
      shape[at] = shape[taken.at]!;
      text[at] = text[taken.at]!;
    },
  };
}
