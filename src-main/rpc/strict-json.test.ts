import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toNexusError } from '../../src-shared/errors/nexus-error.ts';
import { nestsDeeper, parseStrictJson } from './strict-json.ts';

const LIMITS = { depth: 20, keys: 10_000 };
const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const why = (text: string): string => {
  try {
    parseStrictJson(text, LIMITS);
  } catch (error) {
    return toNexusError(error).text;
  }
  return 'taken';
};

describe('JSON from strangers', () => {
  it('is what JSON.parse makes of it, where nothing is ambiguous', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => {
        const hasOddNumber = /-0\b|\d{16}/.test(text);
        const hasProto = text.includes('__proto__');
        fc.pre(!hasOddNumber && !hasProto);
        expect(parseStrictJson(text, LIMITS)).toEqual(JSON.parse(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['{"a":1,"b":{"c":2,"c":3}}', 'The body at b.c stands there twice'],
    ['{"a":1,"\\u0061":2}', 'The body at a stands there twice'],
    ['{"x":[{"__proto__":{"y":1}}]}', 'The body at x.0.__proto__ is a name'],
    ['{"\\u005f_proto__":1}', 'is a name that JavaScript'],
    ['{"value":1e400}', 'The body at value is 1e400'],
    ['[1,-1e999]', 'The body at 1 is -1e999'],
    ['{"value":9007199254740993}', 'Send it as a text'],
    ['{"value":-0}', 'is -0. Send 0.'],
    [nested(21), 'nests deeper than 20 levels'],
    [nested(1_000_000), 'nests deeper than 20 levels'],
    [`{${Array.from({ length: 10_001 }, (_, i) => `"k${i}":0`).join()}}`, 'more than 10000 keys'],
    ['{"a":', 'is no JSON'],
    ['{"a":"', 'is no JSON'],
    ['"\\', 'is no JSON'],
    ['', 'is no JSON'],
    ['01', 'is no JSON'],
  ])('%.60s is refused with its place', (text, expected) => {
    expect(why(text)).toContain(expected);
  });

  it.each([
    '{"a":"a","b":"a"}',
    '[{"a":1},{"a":1}]',
    '{"a":"\\"","b":"{\\"a\\":1,\\"a\\":2}"}',
    '1.5e-3',
    '-0.5',
    nested(20),
    ' null ',
  ])('%s is taken', (text) => {
    expect(why(text)).toBe('taken');
  });

  it.each([
    [nested(20), false],
    [nested(21), true],
    ['[{"a":[{"b":"[[[[[[[[[[[[[[[[[[[[[["}]}]', false],
    ['["\\\"",[[', false],
    ['"', false],
  ])('%.50s nests deeper than 20 levels: %s', (text, deeper) => {
    expect(nestsDeeper(text, 20)).toBe(deeper);
  });

  it('of any kind of bytes ends in a value or a refusal', () => {
    const piece = fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', '-', '1', 'e', '.', 'a', ' ', '\u0000', 'é');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const text = pieces.join('');
        const told = why(text);
        if (told === 'taken') expect(() => JSON.parse(text) as unknown).not.toThrow();
      }),
      { numRuns: 5_000 },
    );
  });
});
