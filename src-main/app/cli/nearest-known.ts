import { nearestWord } from '../../../src-shared/util/nearest-word.ts';

/** The known word that was probably meant. Two letters in the wrong order are the most common slip, and far apart to the count of edits. */
export function nearestKnown(word: string, known: readonly string[]): string | undefined {
  const letters = (text: string): string => text.split('').sort().join('');
  return known.find((candidate) => letters(candidate) === letters(word)) ?? nearestWord(word, known);
}

export const didYouMean = (word: string | undefined): string => (word ? ` Did you mean “${word}”?` : '');
