/** How a field is compared with what was typed: `:` asks in the way that suits the kind of the field. */
export type FilterOperator = ':' | '=' | '!=' | '>' | '>=' | '<' | '<=';

export interface FilterValue {
  /** In lower case, without its quotes. */
  readonly text: string;
  /** In quotes: a `*` in it is a star. */
  readonly isPhrase: boolean;
}

/** One term of a filter as it is typed. What it means, and whether there is such a field, is not known here. */
export interface FilterTerm {
  /** Where it stands in the text, its minus included. */
  readonly from: number;
  readonly to: number;
  /** As typed, without its minus. */
  readonly typed: string;
  readonly isNegated: boolean;
  /** In lower case; null: a word or a phrase. */
  readonly field: string | null;
  readonly operator: FilterOperator;
  /** One of them has to hold; none where nothing was typed behind the operator. */
  readonly values: readonly FilterValue[];
  /** The same text read as a word: what a field that there is not turns into. */
  readonly asWord: readonly FilterValue[];
}

const NAME = String.raw`[\p{L}_][\p{L}\p{N}_]*`;
const QUOTED = '"[^"]*"?';
/** `value > 80` is one term; with a colon or a single `=` there is no blank, as in `10:42 stop`. */
const TERM = new RegExp(
  String.raw`-?${NAME}\s*(?:[<>]=?|[!=]=)\s*(?:${QUOTED}|[^\s"<>])*|&&|(?:${QUOTED}|(?!&&)[^\s"])+`,
  'gu',
);
const HEAD = new RegExp(String.raw`^(${NAME})(?:(:|=(?!=))|\s*([<>]=?|[!=]=)\s*)`, 'u');

/** The terms of a filter (ux 3.0), all of which have to hold; `&&` may stand between them. */
export function filterTerms(text: string): readonly FilterTerm[] {
  const terms: FilterTerm[] = [];
  for (const match of text.matchAll(TERM)) {
    if (match[0] === '&&') continue;
    const whole = match[0].trimEnd();
    const isNegated = whole.length > 1 && whole.startsWith('-');
    const typed = isNegated ? whole.slice(1) : whole;
    const [head = '', name, plain, compared] = HEAD.exec(typed) ?? [];
    terms.push({
      from: match.index,
      to: match.index + whole.length,
      typed,
      isNegated,
      field: name?.toLowerCase() ?? null,
      operator: operatorOf(plain ?? compared),
      values: valuesOf(typed.slice(head.length)),
      asWord: valuesOf(typed),
    });
  }
  return terms;
}

const operatorOf = (typed = ':'): FilterOperator => (typed === '==' ? '=' : (typed as FilterOperator));

/** What stands between bars, quotes kept together. */
function valuesOf(text: string): readonly FilterValue[] {
  const parts = text.match(/(?:"[^"]*"?|[^"|])+/g) ?? [];
  return parts.flatMap((part) => {
    const isPhrase = part.includes('"');
    const plain = part.replaceAll('"', '').toLowerCase();
    return plain === '' ? [] : [{ text: plain, isPhrase }];
  });
}
