import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBad, STATUS } from '../../../../src-shared/domain/quality.ts';
import { SHAPE, slotColumns } from './calculation.ts';
import { compileExpression } from './compile-expression.ts';
import { type Input, interpret } from './obvious-interpreter.ts';
import { parseExpression } from './parse-expression.ts';

const NOW_US = 1_700_000_000_000_000;
const NAMES = ['d/a', 'd/b', 'd/c', 'd/s', 'd/t'] as const;

/** The compiled result of an expression over these inputs. */
function calculated(text: string, inputs: ReadonlyMap<string, Input>) {
  const { root, kind } = parseExpression(text);
  const gives = kind === 'any' ? 'number' : kind;
  const slots = slotColumns(NAMES.length);
  NAMES.forEach((name, slot) => {
    const { value, status, timeUs } = inputs.get(name)!;
    slots.status[slot] = status;
    slots.timeUs[slot] = timeUs;
    slots.value[slot] = typeof value === 'number' ? value : Number.NaN;
    slots.shape[slot] = typeof value === 'string' ? SHAPE.text : SHAPE.number;
    slots.text[slot] = typeof value === 'string' ? value : '';
  });
  const code = compileExpression({ root }, gives, {
    slots,
    slotOf: (name) => NAMES.indexOf(name as 'd/a'),
    nowUs: Float64Array.of(NOW_US),
  });
  const out = slotColumns(1);
  code.calculate(out, 0);
  const status = out.status[0]!;
  const value = isBad(status) ? undefined : gives === 'text' ? out.text[0] : out.value[0];
  return { outcome: { value, status, timeUs: out.timeUs[0] }, reason: code.reason, root, gives };
}

const status = fc.constantFrom(
  STATUS.Good,
  STATUS.Good,
  STATUS.Good,
  STATUS.GoodClamped,
  STATUS.UncertainLastUsableValue,
  STATUS.UncertainInitialValue,
  STATUS.BadNoCommunication,
  STATUS.BadOutOfService,
);
const number = fc.oneof(
  fc.integer({ min: -3, max: 12 }),
  fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  fc.constantFrom(0, -0, Number.NaN, Number.POSITIVE_INFINITY, 1e308, 5e-324),
);
const input = (value: fc.Arbitrary<number | string>): fc.Arbitrary<Input> =>
  fc.record({ value, status, timeUs: fc.constantFrom(0, NOW_US - 5_000_000, NOW_US - 1_000, NOW_US + 10) });
const text = fc.constantFrom('on', 'off', '');
const inputs = fc
  .tuple(input(number), input(number), input(fc.oneof(number, text)), input(text), input(text))
  .map((each) => new Map(NAMES.map((name, index) => [name, each[index]!])));

/** Texts of expressions that give a number, and one that gives text. */
const { numeric } = fc.letrec<{ numeric: string; truth: string; words: string }>((tie) => {
  const n = tie('numeric');
  const w = tie('words');
  return {
    numeric: fc.oneof(
      { maxDepth: 5, depthIdentifier: 'e' },
      fc.constantFrom('{d/a}', '{d/b}', '{d/c}', '2', '0.5', '1e3', 'now()'),
      tie('truth'),
      fc.tuple(n, fc.constantFrom('+', '-', '*', '/', '%'), n).map(([x, sign, y]) => `(${x} ${sign} ${y})`),
      fc
        .tuple(fc.constantFrom('abs', 'sqrt', 'log', 'ln', 'exp', 'floor', 'ceil', 'round'), n)
        .map(([f, x]) => `${f}(${x})`),
      fc
        .tuple(fc.constantFrom('min', 'max', 'avg', 'sum'), fc.array(n, { minLength: 1, maxLength: 4 }))
        .map(([f, xs]) => `${f}(${xs.join(', ')})`),
      fc.tuple(n, n, n).map(([x, y, z]) => `clamp(${x}, ${y}, ${z})`),
      fc.tuple(n, n).map(([x, y]) => `pow(${x}, ${y})`),
      fc.tuple(tie('truth'), n, n).map(([test, x, y]) => `(${test} ? ${x} : ${y})`),
      fc.tuple(n, n).map(([x, y]) => `or_else(${x}, ${y})`),
      fc.tuple(fc.constantFrom('age', 'quality'), fc.oneof(n, w)).map(([f, x]) => `${f}(${x})`),
      n.map((x) => `-${x}`),
    ),
    truth: fc.oneof(
      { maxDepth: 5, depthIdentifier: 'e' },
      fc.constantFrom('true', 'false'),
      fc
        .tuple(
          fc.constantFrom('{d/a}', '{d/b} * 2', '{d/c}', '3'),
          fc.constantFrom('<', '>', '<=', '>='),
          fc.constantFrom('{d/b}', '1', '{d/c} - 1'),
        )
        .map((each) => `(${each.join(' ')})`),
      fc.tuple(n, fc.constantFrom('==', '!=', '&&', '||'), n).map((each) => `(${each.join(' ')})`),
      fc.tuple(w, fc.constantFrom('==', '!='), w).map((each) => `(${each.join(' ')})`),
      n.map((x) => `!${x}`),
      fc.oneof(n, w).map((x) => `good(${x})`),
    ),
    words: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'e' },
      fc.constantFrom('{d/s}', '{d/t}', '{d/c}', "'on'", "''"),
      fc.tuple(tie('truth'), w, w).map(([test, x, y]) => `(${test} ? ${x} : ${y})`),
      fc.tuple(w, w).map(([x, y]) => `or_else(${x}, ${y})`),
    ),
  };
});

describe('a compiled expression', () => {
  it('gives the value, status and time of the plainest interpreter, whatever its inputs are', () => {
    let good = 0;
    let bad = 0;
    fc.assert(
      fc.property(numeric, inputs, (expression, given) => {
        // Text and numbers may be drawn where they cannot stand for one another; that is another test.
        let found: ReturnType<typeof calculated>;
        try {
          found = calculated(expression, given);
        } catch {
          return;
        }
        const { outcome, root, gives, reason } = found;
        const wanted = interpret(root, given, NOW_US, gives === 'text' ? 'text' : 'number');
        // The sign of a zero is not told.
        const value = typeof wanted.value === 'number' ? wanted.value + 0 : wanted.value;
        expect(outcome).toEqual({ ...wanted, value });
        expect(reason === undefined).toBe(outcome.status === STATUS.Good);
        if (isBad(outcome.status)) bad++;
        else good++;
        if (typeof outcome.value === 'number') expect(outcome.value).toSatisfy(Number.isFinite);
      }),
      { numRuns: 5_000 },
    );
    // Neither side alone would say much.
    expect(good).toBeGreaterThan(500);
    expect(bad).toBeGreaterThan(500);
  });

  const plain = new Map<string, Input>([
    ['d/a', { value: 6, status: STATUS.Good, timeUs: 10 }],
    ['d/b', { value: 0, status: STATUS.Good, timeUs: 20 }],
    ['d/c', { value: Number.NaN, status: STATUS.Good, timeUs: 30 }],
    ['d/s', { value: 'on', status: STATUS.Good, timeUs: 40 }],
    ['d/t', { value: 'off', status: STATUS.BadNoCommunication, timeUs: 50 }],
  ]);

  it.each([
    ['{d/a} / {d/b}', STATUS.BadOutOfRange, 'Division by zero at character 7.'],
    ['{d/a} % {d/b}', STATUS.BadOutOfRange, 'Division by zero at character 7.'],
    ['log({d/b})', STATUS.BadOutOfRange, 'log at character 1 gives no number.'],
    ['1 + sqrt(-{d/a})', STATUS.BadOutOfRange, 'sqrt at character 5 gives no number.'],
    ['pow(10, 400)', STATUS.BadOutOfRange, 'pow at character 1 gives no number.'],
    ['{d/c} > 5', STATUS.BadOutOfRange, '{d/c} at character 1 holds no number.'],
    ['!{d/c}', STATUS.BadOutOfRange, '{d/c} at character 2 holds no number.'],
    ['{d/s} + 1', STATUS.BadTypeMismatch, '{d/s} at character 1 holds text, where a number is needed.'],
    ['{d/s} == {d/a}', STATUS.BadTypeMismatch, 'At character 7 text is compared with a number.'],
    ["{d/a} == 'on'", STATUS.BadTypeMismatch, '{d/a} at character 1 holds a number, where text is needed.'],
    ["{d/t} == 'off'", STATUS.BadNoCommunication, '{d/t} at character 1 is not Good.'],
    ['(1 / 0 > 2) || true', STATUS.BadOutOfRange, 'Division by zero at character 4.'],
  ])('%s is Bad, and says why', (expression, wanted, reason) => {
    const found = calculated(expression, plain);
    expect(found.outcome).toMatchObject({ value: undefined, status: wanted });
    expect(found.reason).toBe(reason);
  });

  it.each([
    ["{d/s} == 'on' ? {d/a} : {d/c}", 6, 40],
    ['{d/b} && {d/t}', 0, 20],
    ['{d/a} || {d/t}', 1, 10],
    ['or_else({d/c}, {d/a})', 6, 30],
    ['round(-2.5)', -3, 0],
    ['round(1.2345, 2)', 1.23, 0],
    ['round(1250, -2)', 1300, 0],
    ['clamp({d/a}, 0, 5)', 5, 10],
    ['2 - -3', 5, 0],
    ['-2 * 3 + 4 / 2', -4, 0],
    ['1 + 2 * 3 > 6 && !false', 1, 0],
    ['quality({d/t})', 24, 50],
    ['good({d/a}) + good({d/t})', 1, 50],
  ])('%s counts what was used only', (expression, value, timeUs) => {
    expect(calculated(expression, plain).outcome).toEqual({ value, status: STATUS.Good, timeUs });
  });
});
