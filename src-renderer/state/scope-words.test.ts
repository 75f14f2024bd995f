import { describe, expect, it } from 'vitest';
import { scopeOf, scopeText, scopeWords } from './scope-words.ts';

describe('the places of an account', () => {
  it('are said in words', () => {
    expect(scopeWords(null)).toBe('everywhere');
    expect(scopeWords({ area: ['packaging', 'utilities'], device: ['boiler-*'] })).toBe(
      'area packaging or utilities · device boiler-*',
    );
  });

  it('are typed with commas or spaces between, and come back as they were', () => {
    const typed = { site: '', area: 'packaging,  utilities', line: ' ', device: 'boiler-* pump-1' };
    const scope = scopeOf(typed);
    expect(scope).toEqual({ area: ['packaging', 'utilities'], device: ['boiler-*', 'pump-1'] });
    expect(scopeOf(scopeText(scope))).toEqual(scope);
  });

  it('are none where nothing is typed: everywhere', () => {
    expect(scopeOf(scopeText(null))).toBeNull();
  });
});
