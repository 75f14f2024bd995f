/** The name of a tag that is being written: what stands between its brace and the caret, and what would be replaced. */
export interface TypedReference {
  readonly text: string;
  /** After the brace. */
  readonly from: number;
  /** Behind the closing brace, where there is one. */
  readonly to: number;
}

const MOST_SHOWN = 8;

/** Undefined where the caret is in no reference. */
export function typedReference(expression: string, caret: number): TypedReference | undefined {
  const open = caret === 0 ? -1 : expression.lastIndexOf('{', caret - 1);
  if (open < 0) return undefined;
  const text = expression.slice(open + 1, caret);
  if (text.includes('}')) return undefined;
  const rest = /^[\w/.-]*\}/.exec(expression.slice(caret))?.[0] ?? '';
  return { text, from: open + 1, to: caret + rest.length };
}

/** The names that a person may mean: those that begin so first, then those that hold it. */
export function namesFor(names: readonly string[], typed: string): readonly string[] {
  const wanted = typed.trim().toLowerCase();
  const begin: string[] = [];
  const hold: string[] = [];
  for (const name of names) {
    const text = name.toLowerCase();
    if (text.startsWith(wanted)) begin.push(name);
    else if (hold.length < MOST_SHOWN && text.includes(wanted)) hold.push(name);
    if (begin.length === MOST_SHOWN) break;
  }
  return [...begin, ...hold].slice(0, MOST_SHOWN);
}

/** The expression with a chosen name, and where the caret goes. */
export function withName(
  expression: string,
  { from, to }: TypedReference,
  name: string,
): { readonly text: string; readonly caret: number } {
  const chosen = `${name}}`;
  return { text: expression.slice(0, from) + chosen + expression.slice(to), caret: from + chosen.length };
}
