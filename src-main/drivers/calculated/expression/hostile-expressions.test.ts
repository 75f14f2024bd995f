import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBad, STATUS } from '../../../../src-shared/domain/quality.ts';
import { SHAPE, type SlotColumns, slotColumns } from './calculation.ts';
import { compileExpression } from './compile-expression.ts';
import { ExpressionFault } from './expression-fault.ts';
import { FUNCTIONS } from './functions.ts';
import { MAX_EXPRESSION, parseExpression } from './parse-expression.ts';
import { referencesOf } from './syntax.ts';

/** Names that mean something to the language that this is written in. */
const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype', 'valueOf', 'd/__proto__', 'a'];

const hostileValue = fc.constantFrom<number | string>(
  ...[Number.NaN, Infinity, -Infinity, 0, -0, 1, -1, 0.5, 1e308, -1e308, 5e-324, 2 ** 53],
  ...['', 'on', '1', 'NaN', '__proto__', 'constructor'],
);
const status = fc.constantFrom<number>(0, 0, 0, STATUS.UncertainInitialValue, STATUS.BadNoCommunication, 0xffff_ffff);

function fill(slots: SlotColumns, given: readonly (readonly [number | string, number])[]): void {
  for (const [slot, [value, of]] of given.entries()) {
    slots.value[slot] = typeof value === 'number' ? value : Number.NaN;
    slots.text[slot] = typeof value === 'string' ? value : '';
    slots.shape[slot] = typeof value === 'string' ? SHAPE.text : SHAPE.number;
    slots.status[slot] = of;
    slots.timeUs[slot] = 1;
  }
}

/**
 * Calculates a text twice over these inputs, as a reading and one more.
 * @returns what came out; undefined where the text is refused, with a place within it.
 */
function tryOut(text: string, given: readonly (readonly [number | string, number])[]) {
  try {
    const { root, kind } = parseExpression(text);
    const gives = kind === 'any' ? 'number' : kind;
    const slots = slotColumns(NAMES.length);
    for (const { name } of referencesOf(root)) if (!NAMES.includes(name)) return undefined;
    fill(slots, given);
    const sources = { slots, slotOf: (name: string) => NAMES.indexOf(name), nowUs: Float64Array.of(5_000_000) };
    const code = compileExpression({ root }, gives, sources);
    const out = slotColumns(1);
    code.calculate(out, 0);
    slots.timeUs.fill(2);
    code.calculate(out, 0);
    return { status: out.status[0]!, value: out.value[0]!, reason: code.reason, gives };
  } catch (cause) {
    if (!(cause instanceof ExpressionFault)) throw cause;
    expect(cause.at).toBeGreaterThanOrEqual(0);
    expect(cause.at).toBeLessThanOrEqual(Math.max(0, text.length));
    expect(cause.message.length).toBeLessThan(400);
    return undefined;
  }
}

function expectHonest(found: NonNullable<ReturnType<typeof tryOut>>): void {
  if (isBad(found.status)) expect(found.value).toBeNaN();
  else if (found.gives !== 'text') expect(found.value).toSatisfy(Number.isFinite);
  expect(found.reason === undefined).toBe(found.status === STATUS.Good);
}

const given = fc.array(fc.tuple(hostileValue, status), { minLength: NAMES.length, maxLength: NAMES.length });

describe('hostile input', () => {
  it('as text is refused at a place of it, or calculated honestly, and nothing else happens', () => {
    const token = fc.oneof(
      {
        weight: 8,
        arbitrary: fc.constantFrom(
          ...'+ - * / % < > <= >= == != && || ! ? : ( ) , . [ ] { } = & | ; \' " ` \\ $ # @ ~ ^'.split(' '),
        ),
      },
      { weight: 6, arbitrary: fc.constantFrom(...NAMES.map((name) => `{${name}}`)) },
      { weight: 4, arbitrary: fc.constantFrom(...FUNCTIONS.keys()).map((name) => `${name}(`) },
      {
        weight: 4,
        arbitrary: fc.constantFrom(
          '0',
          '1',
          '1e308',
          '.5',
          '10s',
          '1d',
          'true',
          "'on'",
          '0x10',
          '1_0',
          '9'.repeat(400),
        ),
      },
      { weight: 1, arbitrary: fc.constantFrom(...NAMES, 'this', 'null', 'new', 'eval', 'process', 'globalThis') },
      { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 5 }) },
    );
    // Pieces of a few tokens that mean something, so that not everything is refused.
    const piece = fc.oneof(
      token,
      fc.constantFrom(
        '{a} + 1',
        '({constructor} * 2)',
        'or_else({__proto__}, 1)',
        '{a} ? 1 : 0',
        'max({a}, {valueOf})',
      ),
    );
    const text = fc.array(piece, { minLength: 1, maxLength: 8 }).map((parts) => parts.join(' '));
    let calculated = 0;
    fc.assert(
      fc.property(text, given, (expression, inputs) => {
        const found = tryOut(expression, inputs);
        if (!found) return;
        expectHonest(found);
        calculated++;
      }),
      { numRuns: 5_000 },
    );
    expect(calculated).toBeGreaterThan(200);
  });

  it.each([...FUNCTIONS])(
    'as a value of %s gives a status or a number, never a Good one that is none',
    (name, info) => {
      const one = (wanted: string): fc.Arbitrary<string> =>
        wanted === 'duration'
          ? fc.constantFrom('1ms', '10s', '1d')
          : fc.constantFrom(
              ...NAMES.map((each) => `{${each}}`),
              '0',
              '-1',
              '1e308',
              '{a} * 1e300',
              '1 / {constructor}',
            );
      const most = info.repeats ? 4 : info.takes.length;
      const args = fc
        .integer({ min: info.least ?? info.takes.length, max: most })
        .chain((count) =>
          fc.tuple(...Array.from({ length: count }, (_, i) => one(info.takes[Math.min(i, info.takes.length - 1)]!))),
        );
      let calculated = 0;
      fc.assert(
        fc.property(args, given, (texts, inputs) => {
          const found = tryOut(`${name}(${texts.join(', ')})`, inputs);
          expect(found).toBeDefined();
          expectHonest(found!);
          calculated++;
        }),
        { numRuns: 300 },
      );
      expect(calculated).toBeGreaterThanOrEqual(300);
    },
  );

  it('of any size takes no longer than what is allowed: refused before it is read, or within the limits of an address', () => {
    for (const part of ['{a}+', "'on'==", 'max({a},', '{__proto__}*', '1/(', '!!!!']) {
      const long = part.repeat(Math.ceil(102_400 / part.length));
      expect(() => parseExpression(long)).toThrow(`${MAX_EXPRESSION} are allowed`);
      // As long as is allowed: an answer, whichever.
      tryOut(
        part.repeat(Math.floor(MAX_EXPRESSION / part.length)),
        NAMES.map(() => [1, 0]),
      );
    }
  });
});
