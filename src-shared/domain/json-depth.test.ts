import { describe, expect, it } from 'vitest';
import { isShallow } from './json-depth.ts';

describe('the depth of data', () => {
  it.each<[unknown, number, boolean]>([
    [5, 0, true],
    [{}, 0, false],
    [{ a: 1, b: [2] }, 2, true],
    [{ a: 1, b: [[2]] }, 2, false],
    [[], 1, true],
  ])('of %j within %i levels: %s', (value, levels, expected) => expect(isShallow(value, levels)).toBe(expected));

  it('is found out for what would overflow a stack', () => {
    expect(isShallow(JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`), 20)).toBe(false);
  });
});
