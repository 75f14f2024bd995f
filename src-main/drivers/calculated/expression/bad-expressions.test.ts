import { describe, expect, it } from 'vitest';
import { ExpressionFault } from './expression-fault.ts';
import { MAX_EXPRESSION, parseExpression } from './parse-expression.ts';

/** `at: message` of the fault of an expression. */
function faultOf(text: string): string {
  try {
    parseExpression(text);
  } catch (cause) {
    if (!(cause instanceof ExpressionFault)) throw cause;
    expect(cause.at).toBeGreaterThanOrEqual(0);
    expect(cause.at).toBeLessThanOrEqual(Math.max(0, text.length));
    return `${cause.at}: ${cause.message}`;
  }
  return 'none';
}

describe('an expression that cannot be calculated', () => {
  it.each([
    ['', '0: The expression is empty. Write for example {boiler-1/steam_p} * 0.1.'],
    ['1 +', '2: A value is missing after “+”.'],
    ['(1 + 2', '5: A “)” is missing.'],
    ['max(1, 2', '7: A “)” is missing.'],
    ['{a/b', '0: The “{” has no “}”. Write the tag as {device/tag}.'],
    ["{a} == 'x", '8: The text has no closing quote.'],
    ['1 2', '2: A second expression begins here. Join the two by an operator, or remove one.'],
    ['{a} = 5', '4: “=” sets nothing here. Write == to compare.'],
    ['{a} === 5', '6: “==” is followed by another “=”. Write == to compare.'],
    ['1 ? 2', '4: A “:” is missing.'],
    ['1e999', '0: “1e999” is beyond the range of numbers. Write a smaller one.'],
    ['12abc', '0: “12abc” is neither a number nor a time. Write a time as 500ms, 10s, 5min, 1h or 1d.'],
    ['flow * 2', '0: “flow” is not a name here. To use a tag, write {flow} or {device/flow}.'],
    ['steam_p * 2', '0: “steam_p” is not a name here. To use a tag, write {steam_p} or {device/steam_p}.'],
    ['sqr({a})', '0: “sqr” is not a name here. Did you mean sqrt()?'],
    ['clamp({a}, 1)', '0: clamp takes clamp(x, low, high), and 2 values are given.'],
    ['hold({a}, 10)', '10: hold needs a time here. Write for example 10s or 5min.'],
    ['hold({a}, 0s)', '10: hold needs a time above zero.'],
    ['{a} + 10s', '6: A time has no meaning here. Write a number, in seconds where time is meant.'],
    ["{a} + 'x'", '6: “+” needs a number, and this is text.'],
    ["sqrt('x')", '5: sqrt needs a number, and this is text.'],
    ["{a} ? 'x' : 1", '12: One of the two is text and the other a number. They cannot stand for one another.'],
    ['1 < {a} < 5', '0: “<” compares numbers, and this is true or false.'],
  ])('%s', (text, wanted) => {
    expect(faultOf(text)).toContain(wanted);
  });

  it.each([
    ['this', 'no part of an expression'],
    ['this.constructor', 'no part of an expression'],
    ['{a}.constructor', 'has no meaning here'],
    ["''.constructor", 'no part of an expression'],
    ["''['constructor']", 'no part of an expression'],
    ['constructor', '“constructor” is not a name here'],
    ['__proto__', '“__proto__” is not a name here'],
    ['toString()', '“toString” is not a name here'],
    ['hasOwnProperty(1)', '“hasOwnProperty” is not a name here'],
    ['globalThis', '“globalThis” is not a name here'],
    ['process.exit()', 'Only functions can be called'],
    ["max.constructor('return process')()", 'Only functions can be called'],
    ['[1, 2]', 'no part of an expression'],
    ['null', '“null” is not a name here'],
    ['`x`', 'has no meaning here'],
    ['1 & 2', 'has no meaning here'],
    ['{a} ?. b', 'has no meaning here'],
  ])('reaches nothing of the program by %s', (text, wanted) => {
    expect(faultOf(text)).toContain(wanted);
  });

  it('is told by its size, whatever is in it', () => {
    const wanted = `${MAX_EXPRESSION}: The expression has 102400 characters; ${MAX_EXPRESSION} are allowed. Make tags of its parts.`;
    for (const part of ['(', '-', '1+', '{', "'", 'max(', '1?', '!']) {
      const count = Math.ceil(102_400 / part.length);
      expect(faultOf(part.repeat(count).slice(0, 102_400)), part).toBe(wanted);
    }
  });

  it('is told when it nests too deeply to be calculated', () => {
    for (const text of [
      `${'('.repeat(2_000)}1${')'.repeat(2_000)}`,
      `${'-'.repeat(4_000)}1`,
      `${'!'.repeat(4_000)}1`,
      `${'abs('.repeat(800)}1${')'.repeat(800)}`,
      `1${'+1'.repeat(2_000)}`,
      `${'1?1:'.repeat(1_000)}1`,
      `${'or_else('.repeat(300)}1${',1)'.repeat(300)}`,
    ])
      expect(faultOf(text), text.slice(0, 20)).toContain('nests deeper than');
  });

  it('leaves nothing behind for the next one', () => {
    faultOf('((((1 +');
    expect(faultOf('((1))')).toBe('none');
  });
});
