import { textMatches, type Wanted, wantedDuration, wantedNumber, wordMatches } from './filter-match.ts';
import { type FilterTerm, filterTerms } from './filter-terms.ts';

interface FieldBase {
  /** In lower case, as it is typed before its `:`. */
  readonly id: string;
  /** Other names that it goes by. */
  readonly also?: readonly string[];
  /** What it looks into, in a few words. */
  readonly doc: string;
  /** Its answer changes by itself: who shows rows asks again every second. */
  readonly isLive?: true;
}

/** What can be asked of a row of a list. A row that has none of it does not pass, except where just that is asked. */
export type FilterField<R> = FieldBase &
  (
    | {
        readonly kind: 'text';
        readonly read: (row: R) => string | readonly string[];
        /** What is often typed for it. */
        readonly values?: () => readonly string[];
      }
    | { readonly kind: 'number'; readonly read: (row: R) => number | null | undefined }
    /** In ms. @property asks what is mostly asked of it: how long at most (`changed:10s`), or how long at least. */
    | {
        readonly kind: 'duration';
        readonly read: (row: R) => number | null | undefined;
        readonly asks?: 'within';
      }
    /** One of a few states. @property isBare each of them may be typed without the field, too. */
    | {
        readonly kind: 'state';
        readonly states: Readonly<Record<string, (row: R) => boolean>>;
        readonly isBare?: true;
      }
  );

/** What a filter knows of the rows of a list. */
export interface FilterShape<R> {
  readonly fields: readonly FilterField<R>[];
  /** Everything that a word looks into, in lower case. */
  readonly text: (row: R) => string;
}

/** The shape of rows that another one can be made of: asked only of what is left once the words have been looked for. */
export function shapeThrough<R, S>(
  fields: readonly FilterField<S>[],
  of: (row: R) => S,
  text: FilterShape<R>['text'],
): FilterShape<R> {
  const through = (field: FilterField<S>): FilterField<R> => {
    if (field.kind === 'text') return { ...field, read: (row) => field.read(of(row)) };
    if (field.kind !== 'state') return { ...field, read: (row) => field.read(of(row)) };
    const states = Object.entries(field.states).map(([name, test]) => [name, (row: R) => test(of(row))] as const);
    return { ...field, states: Object.fromEntries(states) };
  };
  return { fields: fields.map(through), text };
}

/** How a term of the text was understood: as a field, as words, or not at all. */
export interface FilterMark {
  readonly from: number;
  readonly to: number;
  readonly kind: 'field' | 'word' | 'fault';
}

export interface Filter<R> {
  readonly passes: (row: R) => boolean;
  readonly marks: readonly FilterMark[];
  /** What of it is not understood, and what fits; empty: all of it is. A term with a fault hides nothing. */
  readonly fault: string;
  readonly isLive: boolean;
  /** Whether it hides nothing. */
  readonly isEmpty: boolean;
}

type Test<R> = (row: R) => boolean;
type Read<R> =
  | { readonly kind: 'field'; readonly test: Test<R> | undefined; readonly isLive: boolean }
  | { readonly kind: 'word'; readonly test: Test<R> }
  | { readonly kind: 'fault'; readonly fault: string };

/** Compiles a filter as it is typed (ux 3.0), once for all rows. */
export function compileFilter<R>(shape: FilterShape<R>, typed: string): Filter<R> {
  const byName = new Map(
    shape.fields.flatMap((field) => [field.id, ...(field.also ?? [])].map((name) => [name, field])),
  );
  const terms = filterTerms(typed).map((term) => ({ term, read: readTerm(shape, byName, term) }));
  const tests = (kind: 'word' | 'field'): Test<R>[] =>
    terms.flatMap(({ term, read }) => {
      if (read.kind !== kind || !read.test) return [];
      const { test } = read;
      return [term.isNegated ? (row: R) => !test(row) : test];
    });
  // Words are looked for in texts that are there already; fields are asked of what is left.
  const all = [...tests('word'), ...tests('field')];
  return {
    passes: (row) => all.every((test) => test(row)),
    marks: terms.map(({ term: { from, to }, read: { kind } }) => ({ from, to, kind })),
    fault: terms.flatMap(({ read }) => (read.kind === 'fault' ? [read.fault] : []))[0] ?? '',
    isLive: terms.some(({ read }) => read.kind === 'field' && read.isLive),
    isEmpty: all.length === 0,
  };
}

function readTerm<R>(
  { fields, text }: FilterShape<R>,
  byName: ReadonlyMap<string, FilterField<R>>,
  term: FilterTerm,
): Read<R> {
  const field = term.field === null ? undefined : byName.get(term.field);
  if (field) {
    const read = readField(field, term);
    return typeof read === 'string'
      ? { kind: 'fault', fault: `“${term.typed}”: ${read}` }
      : { kind: 'field', isLive: field.isLive === true, ...read };
  }
  if (term.field !== null && /^(?:[<>]=?|!=)$/.test(term.operator))
    return { kind: 'fault', fault: `“${term.typed}”: there is no field ${term.field} here. ${someOf(fields)}` };
  const state = bareState(fields, term);
  if (state) return { kind: 'field', test: state, isLive: false };
  const { asWord } = term;
  return { kind: 'word', test: (row) => asWord.length === 0 || asWord.some((value) => wordMatches(text(row), value)) };
}

function someOf<R>(fields: readonly FilterField<R>[]): string {
  const comparable = fields.filter(({ kind }) => kind === 'number' || kind === 'duration');
  const shown = comparable.length > 0 ? comparable.map(({ id }) => `${id}>…`) : fields.map(({ id }) => `${id}:…`);
  return `Try ${shown.slice(0, 4).join(', ')}`.replace(/…$/, '….');
}

/** `refused` for `is:refused`, where a list says so. */
function bareState<R>(fields: readonly FilterField<R>[], { typed }: FilterTerm): Test<R> | undefined {
  const word = typed.toLowerCase();
  for (const field of fields)
    if (field.kind === 'state' && field.isBare && Object.hasOwn(field.states, word)) return field.states[word];
  return undefined;
}

/** @returns the test, or what is wrong with what was typed. No test: nothing is asked yet. */
function readField<R>(field: FilterField<R>, term: FilterTerm): { readonly test: Test<R> | undefined } | string {
  switch (field.kind) {
    case 'text':
      return { test: textTest(field.read, term) };
    case 'state':
      return stateTest(field.id, field.states, term);
    case 'number':
      return amountTest(field.read, term, wantedNumber, 'a number', (text) => (/^[\d.,]+/.exec(text) ?? ['80'])[0]);
    case 'duration':
      return amountTest(field.read, term, wantedDuration, 'a duration', (text) => {
        const digits = /^\d+(?:\.\d+)?$/.exec(text)?.[0];
        return digits === undefined ? '100ms' : `${digits}s`;
      });
  }
}

function textTest<R>(read: (row: R) => string | readonly string[], { operator, values }: FilterTerm): Test<R> {
  const texts = (row: R): readonly string[] => {
    const value = read(row);
    return typeof value === 'string' ? [value.toLowerCase()] : value.map((one) => one.toLowerCase());
  };
  // `owner:` alone asks for those that have none.
  if (values.length === 0) return (row) => texts(row).every((text) => text === '') !== (operator === '!=');
  if (operator === ':') return (row) => texts(row).some((text) => values.some((value) => textMatches(text, value)));
  const isOne = (row: R): boolean => texts(row).some((text) => values.some((value) => value.text === text));
  if (operator === '=') return isOne;
  if (operator === '!=') return (row) => !isOne(row);
  const bound = values[0]!.text;
  const isUp = operator.startsWith('>');
  return (row) => texts(row).some((text) => (text === bound ? operator.endsWith('=') : text > bound === isUp));
}

function stateTest<R>(
  id: string,
  states: Readonly<Record<string, Test<R>>>,
  { operator, values }: FilterTerm,
): { readonly test: Test<R> | undefined } | string {
  if (values.length === 0) return { test: undefined };
  const names = Object.keys(states);
  const meant: Test<R>[] = [];
  for (const { text } of values) {
    const found = Object.hasOwn(states, text) ? [text] : names.filter((name) => name.startsWith(text));
    if (found.length === 0) return `${text} is none of ${names.join(', ')}. Try ${id}:${nearest(text, names)}.`;
    meant.push(...found.map((name) => states[name]!));
  }
  const isOne: Test<R> = (row) => meant.some((state) => state(row));
  return { test: operator === '!=' ? (row) => !isOne(row) : isOne };
}

/** That begins with the same letter, if there is one. */
const nearest = (text: string, names: readonly string[]): string =>
  names.find((name) => name.startsWith(text[0] ?? '')) ?? names[0] ?? '';

function amountTest<R>(
  read: (row: R) => number | null | undefined,
  { field, operator, values }: FilterTerm,
  want: (operator: FilterTerm['operator'], text: string) => Wanted | undefined,
  kind: string,
  example: (text: string) => string,
): { readonly test: Test<R> } | string {
  const wanted: Wanted[] = [];
  for (const { text } of values) {
    const one = want(operator, text);
    if (!one) return `${text} is not ${kind}. Try ${field}${operator}${example(text)}.`;
    wanted.push(one);
  }
  if (wanted.length === 0) return `${kind} is missing. Try ${field}${operator}${example('')}.`;
  return {
    test: (row) => {
      const seen = read(row);
      return typeof seen === 'number' && !Number.isNaN(seen) && wanted.some((one) => one(seen));
    },
  };
}
