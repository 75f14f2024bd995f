import { describe, expect, it } from 'vitest';
import { namesFor, typedReference, withName } from './typed-reference.ts';

const NAMES = ['sum', 'boiler-1/steam_p', 'boiler-1/steam_t', 'pump-1/steam'];

describe('the name of a tag in an expression', () => {
  it('is what stands between its brace and the caret', () => {
    expect(typedReference('1 + {boi', 8)).toEqual({ text: 'boi', from: 5, to: 8 });
    expect(typedReference('1 + {boi} * 2', 8)).toEqual({ text: 'boi', from: 5, to: 9 });
    expect(typedReference('{a} + {', 7)).toEqual({ text: '', from: 7, to: 7 });
    for (const [text, caret] of [
      ['1 + 2', 3],
      ['{a} + 1', 6],
      ['{a}', 0],
      ['', 0],
    ] as const)
      expect(typedReference(text, caret)).toBeUndefined();
  });

  it('may be one that begins so, or holds it, in this order', () => {
    expect(namesFor(NAMES, 'st')).toEqual(['boiler-1/steam_p', 'boiler-1/steam_t', 'pump-1/steam']);
    expect(namesFor(NAMES, 'S')).toEqual(['sum', 'boiler-1/steam_p', 'boiler-1/steam_t', 'pump-1/steam']);
    expect(namesFor(NAMES, 'x')).toEqual([]);
    expect(
      namesFor(
        Array.from({ length: 50_000 }, (_, i) => `d/t${i}`),
        'd/',
      ),
    ).toHaveLength(8);
  });

  it('takes the place of what was typed, with its closing brace', () => {
    const text = '1 + {boi} * 2';
    const chosen = withName(text, typedReference(text, 8)!, 'boiler-1/steam_p');
    expect(chosen).toEqual({ text: '1 + {boiler-1/steam_p} * 2', caret: 22 });
    expect(withName('{', typedReference('{', 1)!, 'sum').text).toBe('{sum}');
  });
});
