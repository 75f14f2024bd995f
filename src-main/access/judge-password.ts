import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import { COMMON_PASSWORDS } from './common-passwords.ts';

const LEAST = 12;
/** A hash of more is work for nobody's good. */
const MOST = 256;
const ROWS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'qwertzuiop',
  'asdfghjkl',
  'zxcvbnm',
  'yxcvbnm',
];
const RUN = 4;
const PRODUCT = ['nexus', 'edge', 'workstation', 'nexusedge', 'nexusedgeworkstation', 'password', 'admin'];
const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

/**
 * Whether a password may be used: long enough, and none that everybody guesses. There are no rules about digits and
 * signs, which only make people write `Password1!`.
 *
 * @param about names that it must not be made of: those of the user.
 * @throws NexusError NX_ACCESS_PASSWORD
 */
export function judgePassword(password: string, about: readonly string[]): void {
  const length = Array.from(password).length;
  if (length < LEAST) refuse(`Use at least ${LEAST} characters. This one has ${length}.`);
  if (length > MOST) refuse(`Use ${MOST} characters at most. This one has ${length}.`);
  const lower = password.toLowerCase();
  if (COMMON_PASSWORDS.has(lower) || COMMON_PASSWORDS.has(lower.replaceAll(/\s/g, '')))
    refuse(
      'This is one of the passwords that are tried first. Choose another one, such as four words that do not belong together.',
    );
  if (isOfOnePiece(lower))
    refuse('This repeats one short piece. Choose another one, such as four words that do not belong together.');
  if (isOfRuns(lower))
    refuse('These are keys or letters in a row. Choose another one, such as four words that do not belong together.');
  const word = [...PRODUCT, ...about.flatMap(wordsOf)].find((known) => isMadeOf(lower, known));
  if (word)
    refuse(`This is little more than “${word}”. Choose another one, such as four words that do not belong together.`);
}

function refuse(text: string): never {
  throw new NexusError('NX_ACCESS_PASSWORD', text);
}

/** `abcabcabcabc`, `aaaaaaaaaaaa`. */
const isOfOnePiece = (text: string): boolean => /^(.{1,4}?)\1+.{0,3}$/u.test(text);

/** `abcdefgh1234`, `qwertyuiop09`: all of it rows of keys, forwards or backwards. */
function isOfRuns(text: string): boolean {
  let rest = text;
  while (rest.length >= RUN) {
    const run = longestRun(rest);
    if (run < RUN) return false;
    rest = rest.slice(run);
  }
  return rest.length < RUN;
}

function longestRun(text: string): number {
  let longest = 0;
  for (const row of [...ROWS, ...ROWS.map((keys) => Array.from(keys).toReversed().join(''))]) {
    let length = 0;
    while (length < text.length && row.includes(text.slice(0, length + 1))) length++;
    longest = Math.max(longest, length);
  }
  return longest;
}

const wordsOf = (name: string): string[] =>
  [name, ...name.split(/[\s._@-]+/)].map((word) => word.toLowerCase()).filter((word) => word.length >= 3);

/** Whether fewer than six characters are left once the word was taken out, however it is dressed up: `M.Ruiz-M.Ruiz-1`. */
function isMadeOf(text: string, word: string): boolean {
  const plain = Array.from(text)
    .map((letter) => LEET[letter] ?? letter)
    .join('');
  const bare = plain.replaceAll(/[^\p{L}]/gu, '');
  const letters = Array.from(word)
    .map((letter) => LEET[letter] ?? letter)
    .join('')
    .replaceAll(/[^\p{L}]/gu, '');
  if (letters.length < 3 || !bare.includes(letters)) return false;
  // What is left besides digits and signs: those add nothing that is not tried.
  return /\p{L}/u.test(text) && bare.replaceAll(letters, '').length < 6;
}
