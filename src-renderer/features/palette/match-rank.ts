/** How well something matches, the best first. What was used lately comes before all of them. */
export const RANK = { recent: 0, exact: 1, prefix: 2, wordStarts: 3, inside: 4, fuzzy: 5 } as const;

/** What was typed, ready to be looked for: lowered, single spaces, its words. */
export interface Query {
  readonly text: string;
  readonly words: readonly string[];
}

export function queryOf(typed: string): Query {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return { text: words.join(' '), words };
}

/** Whether every word stands somewhere in a lowered text. */
export function holdsWords(text: string, words: readonly string[]): boolean {
  for (const word of words) if (!text.includes(word)) return false;
  return true;
}

/** Whether every word is the beginning of a word of a lowered text. */
export function startsWords(text: string, words: readonly string[]): boolean {
  return words.every((word) => startsWord(text, word));
}

function startsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (at === 0 || !isWordCode(text.charCodeAt(at - 1))) return true;
  }
  return false;
}

const isWordCode = (code: number): boolean => (code >= 48 && code <= 57) || (code >= 97 && code <= 122) || code > 127;

/**
 * How far a lowered text reaches from the first to the last letter of `letters`, which stand in it in this order;
 * undefined where they do not.
 */
export function fuzzySpan(text: string, letters: string): number | undefined {
  const first = text.indexOf(letters[0] ?? '');
  let at = first - 1;
  for (const letter of letters) {
    at = text.indexOf(letter, at + 1);
    if (at < 0) return undefined;
  }
  return at - first + 1;
}

/** The rank of a title, or undefined where it does not match even fuzzily. An empty query matches everything. */
export function rankOf(title: string, query: Query): number | undefined {
  const text = title.toLowerCase();
  if (!holdsWords(text, query.words)) {
    return fuzzySpan(text, query.words.join('')) === undefined ? undefined : RANK.fuzzy;
  }
  if (text === query.text) return RANK.exact;
  if (text.startsWith(query.text)) return RANK.prefix;
  return startsWords(text, query.words) ? RANK.wordStarts : RANK.inside;
}
