import { describe, expect, it } from 'vitest';
import { tagPattern } from './tag-pattern.ts';

const STEAM = { device: 'boiler-1', tag: 'steam_pressure', topic: 'acme/plant1/utilities/boiler-1/steam_pressure' };

describe('a pattern of tags', () => {
  it.each([
    'boiler-1/steam_pressure',
    'acme/plant1/utilities/boiler-1/steam_pressure',
    ' boiler-1/steam_pressure ',
    'boiler-1/+',
    '+/steam_pressure',
    'boiler-*/steam_*',
    '*-1/*press*',
    'acme/+/utilities/#',
    'acme/plant1/+/+/steam_pressure',
    '#',
  ])('%j matches', (pattern) => {
    expect(tagPattern(pattern)(STEAM)).toBe(true);
  });

  it.each(['', 'boiler-1', 'boiler-1/steam', 'boiler-2/+', '+', 'boiler-1/steam_pressure/+', 'boiler.1/+', 'acme/*'])(
    '%j does not',
    (pattern) => {
      expect(tagPattern(pattern)(STEAM)).toBe(false);
    },
  );

  it('does not count a character twice', () => {
    expect(tagPattern('ab*ba/t')({ device: 'aba', tag: 't', topic: 'x' })).toBe(false);
    expect(tagPattern('ab*ba/t')({ device: 'abba', tag: 't', topic: 'x' })).toBe(true);
    expect(tagPattern('a*b*b/t')({ device: 'ab', tag: 't', topic: 'x' })).toBe(false);
  });
});
