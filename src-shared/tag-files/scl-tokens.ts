/** A word, a name in quotes, a text, a sign or a comment of a source file of TIA Portal. */
export interface SclToken {
  readonly kind: 'word' | 'name' | 'text' | 'sign' | 'comment';
  readonly text: string;
  readonly line: number;
}

const TOKEN =
  /\/\/([^\r\n]*)|\(\*[\s\S]*?\*\)|"([^"\r\n]*)"|'((?:[^'$]|\$.)*)'|([A-Za-z_][\w]*)|(:=|\.\.|[^\s\w])|(\d[\w.#]*?(?=\.\.)|\d[\w.#]*)|(\r?\n)|[^\S\n]+/gu;

/** Cuts a source into its parts; comments to the end of the line stay, for they describe what stands before them. */
export function sclTokens(text: string): readonly SclToken[] {
  const tokens: SclToken[] = [];
  let line = 1;
  for (const [whole, comment, name, string, word, sign, number] of text.matchAll(TOKEN)) {
    const add = (kind: SclToken['kind'], own: string): void => void tokens.push({ kind, text: own, line });
    if (comment !== undefined) add('comment', comment.trim());
    else if (name !== undefined) add('name', name);
    else if (string !== undefined) add('text', string);
    else if (word !== undefined) add('word', word);
    else if (sign !== undefined) add('sign', sign);
    else if (number !== undefined) add('word', number);
    for (const letter of whole) if (letter === '\n') line++;
  }
  return tokens;
}
