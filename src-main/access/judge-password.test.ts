import { describe, expect, it } from 'vitest';
import { judgePassword } from './judge-password.ts';

const about = ['mruiz', 'Maria Ruiz'];

describe('a password', () => {
  it.each([
    ['four words that nobody says together', 'kettle lantern gravel sofa'],
    ['without digits or signs', 'gravelkettlelantern'],
    ['of other letters', 'крыша-чайник-гравий'],
    ['with a known word as a small part', 'the bridge hedge grows in knowledge'],
  ])('is taken: %s', (_what, password) => {
    expect(() => judgePassword(password, about)).not.toThrow();
  });

  it.each([
    [
      'shorter than twelve characters, however they are counted',
      'Ab3$xyzw',
      'Use at least 12 characters. This one has 8.',
    ],
    ['of a published list', 'Password1234', 'tried first'],
    ['of a published list with blanks', 'correct horse battery staple', 'tried first'],
    ['of one piece', 'abcabcabcabcabc', 'one short piece'],
    ['of one letter', 'aaaaaaaaaaaaaaaa', 'one short piece'],
    ['of keys in a row', 'qwertyuiopasdf', 'in a row'],
    ['of digits and letters in a row', 'abcdefgh12345678', 'in a row'],
    ['made of the product', 'Nexus-Edge-2026', 'little more than'],
    ['made of the product in disguise', 'N3xu5Edge!!!2026', 'little more than'],
    ['made of the name', 'Maria.Ruiz.1984', 'little more than'],
    ['made of the sign-in name', 'mruizmruiz1999', 'little more than'],
    ['longer than anybody types', 'kettle lantern '.repeat(20), '256 characters at most'],
  ])('is refused: %s', (_what, password, words) => {
    expect(() => judgePassword(password, about)).toThrow(words);
  });
});
