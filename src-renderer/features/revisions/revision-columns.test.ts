import { expect, it } from 'vitest';
import { changedWords } from './revision-columns.tsx';

it('says what a revision touched, and counts what is too much to name', () => {
  const words = (devices: string[], settings = false): string => changedWords({ changed: { devices, settings } });
  expect(words(['boiler'])).toBe('boiler');
  expect(words(['boiler', 'pump'], true)).toBe('boiler, pump and settings');
  expect(words(['a', 'b', 'c', 'd', 'e', 'f'])).toBe('a, b, c, d and 2 more');
  expect(words([])).toBe('Comments and order');
  expect(changedWords({ changed: null })).toBe('Oldest that is kept');
});
