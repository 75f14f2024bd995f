import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBad, isGood, STATUS } from '../../../../src-shared/domain/quality.ts';
import { SHAPE, slotColumns } from './calculation.ts';
import { type CompiledExpression, compileExpression } from './compile-expression.ts';
import { FUNCTIONS } from './functions.ts';
import { OBVIOUS_MEMORIES, type Taken, type Told } from './obvious-memories.ts';
import { parseExpression } from './parse-expression.ts';

const SECOND = 1_000_000;
const T0 = 1_700_000_000 * SECOND;

interface Step {
  /** A text is a reading that no number can be made of. */
  readonly value: number | string;
  readonly status: number;
  /** Seconds of the clock, and how far behind it the reading is. */
  readonly after: number;
  readonly lag: number;
  /** Nothing came: only the clock went on. */
  readonly isTick: boolean;
}

/** One tag of one input. */
class Tag {
  readonly code: CompiledExpression;
  readonly #slots = slotColumns(1);
  readonly #nowUs = new Float64Array(1);

  constructor(text: string) {
    const { root, kind } = parseExpression(text);
    const gives = kind === 'truth' ? kind : 'number';
    this.code = compileExpression({ root }, gives, { slots: this.#slots, slotOf: () => 0, nowUs: this.#nowUs });
  }

  calculate({ value, status, timeUs, nowUs }: Omit<Taken, 'value'> & { readonly value: number | string }): Told {
    const { value: values, shape, text } = this.#slots;
    values[0] = typeof value === 'number' ? value : Number.NaN;
    shape[0] = typeof value === 'number' ? SHAPE.number : SHAPE.text;
    if (typeof value === 'string') text[0] = value;
    this.#slots.status[0] = status;
    this.#slots.timeUs[0] = timeUs;
    this.#nowUs[0] = nowUs;
    const out = slotColumns(1);
    this.code.calculate(out, 0);
    const found = out.status[0]!;
    if (isBad(found)) expect(out.value[0]).toBeNaN();
    return { value: isBad(found) ? undefined : out.value[0]!, status: found };
  }
}

/** What the function sees of a step: texts and what is not finite are Bad, and sub-codes of Good are not told. */
function asTaken(step: Step, timeUs: number, nowUs: number): Taken {
  const { value, status } = step;
  if (isBad(status)) return { value: Number.NaN, status, timeUs, nowUs };
  if (typeof value === 'string') return { value: Number.NaN, status: STATUS.BadTypeMismatch, timeUs, nowUs };
  if (!Number.isFinite(value)) return { value: Number.NaN, status: STATUS.BadOutOfRange, timeUs, nowUs };
  return { value, status: isGood(status) ? STATUS.Good : status, timeUs, nowUs };
}

const step: fc.Arbitrary<Step> = fc.record({
  value: fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(0, 0, 1, 1, 2, -3, 0.5) },
    { weight: 2, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }) },
    fc.constantFrom<number | string>(Number.NaN, Infinity, -Infinity, 1e308, -1e308, -0, 5e-324, 'on', '__proto__'),
  ),
  status: fc.constantFrom<number>(
    STATUS.Good,
    STATUS.Good,
    STATUS.Good,
    STATUS.Good,
    STATUS.GoodClamped,
    STATUS.UncertainInitialValue,
    STATUS.BadNoCommunication,
  ),
  after: fc.constantFrom(0, 1, 1, 2, 3, 7, -2),
  lag: fc.constantFrom(0, 0, 0, 1, 4),
  isTick: fc.boolean(),
});

const DURATIONS = ['1s', '3s', '10s'] as const;

describe('functions that remember', () => {
  const names = [...FUNCTIONS].filter(([, { remembers }]) => remembers).map(([name]) => name);

  it.each(names)('%s gives what the whole past gives, whatever came', (name) => {
    let good = 0;
    let bad = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), fc.constantFrom(...DURATIONS), (steps, duration) => {
        const takesTime = FUNCTIONS.get(name)!.takes.includes('duration');
        const tag = new Tag(takesTime ? `${name}({a}, ${duration})` : `${name}({a})`);
        const all: Taken[] = [];
        let current: Step | undefined;
        let nowUs = T0;
        let timeUs = 0;
        for (const each of steps) {
          nowUs += each.after * SECOND;
          if (!each.isTick || current === undefined) {
            current = each;
            // What is older than what is known never comes this far.
            timeUs = Math.max(timeUs, nowUs - each.lag * SECOND);
          }
          all.push(asTaken(current, timeUs, nowUs));
          const found = tag.calculate({ value: current.value, status: current.status, timeUs, nowUs });
          const wanted = OBVIOUS_MEMORIES[name]!(all, Number.parseInt(duration, 10) * SECOND);
          // The sign of a zero is not told.
          expect(found).toEqual({ ...wanted, value: wanted.value === undefined ? undefined : wanted.value + 0 });
          if (isBad(found.status)) bad++;
          else good++;
        }
      }),
      { numRuns: 500 },
    );
    expect(Math.min(good, bad)).toBeGreaterThan(100);
  });

  it('keep over a restart what can be written down: no sum that left the range of numbers', () => {
    const tag = new Tag('total({a})');
    const at = (value: number, second: number): Told =>
      tag.calculate({ value, status: 0, timeUs: T0 + second * SECOND, nowUs: T0 + second * SECOND });
    at(1e308, 0);
    at(1e308, 100_000);
    expect(at(1, 100_001)).toEqual({ value: undefined, status: STATUS.BadOutOfRange });
    expect(tag.code.reason).toBe('total at character 1 gives no number.');
    expect(tag.code.memories.map((memory) => memory.keep())).toEqual([[]]);
  });
});
