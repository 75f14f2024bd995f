import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileFilter, type FilterShape } from './compile-filter.ts';

interface Row {
  readonly name: string;
  readonly device: readonly string[];
  readonly unit: string;
  readonly value: number | null;
  readonly ageMs: number;
  readonly isBad: boolean;
}

const ROW: Row = {
  name: 'Steam pressure',
  device: ['boiler-1', 'Boiler 1'],
  unit: 'bar',
  value: 8.424,
  ageMs: 1_200,
  isBad: false,
};

const SHAPE: FilterShape<Row> = {
  fields: [
    { id: 'name', doc: 'Name', kind: 'text', read: ({ name }) => name },
    { id: 'dev', also: ['device'], doc: 'Device', kind: 'text', read: ({ device }) => device },
    { id: 'unit', doc: 'Unit', kind: 'text', read: ({ unit }) => unit },
    { id: 'value', doc: 'Value', kind: 'number', read: ({ value }) => value, isLive: true },
    { id: 'age', also: ['rtt'], doc: 'Age', kind: 'duration', read: ({ ageMs }) => ageMs, isLive: true },
    { id: 'q', doc: 'Quality', kind: 'state', states: { good: ({ isBad }) => !isBad, bad: ({ isBad }) => isBad } },
    { id: 'is', doc: 'State', kind: 'state', states: { late: ({ ageMs }) => ageMs > 5_000 }, isBare: true },
  ],
  text: ({ name, device, unit }) => `${name} ${device.join(' ')} ${unit}`.toLowerCase(),
};

const passes = (typed: string, change: Partial<Row> = {}): boolean =>
  compileFilter(SHAPE, typed).passes({ ...ROW, ...change });
const faultOf = (typed: string): string => compileFilter(SHAPE, typed).fault;

describe('a filter', () => {
  it.each([
    ['', true],
    ['STEAM boiler', true],
    ['steam kettle', false],
    ['kettle|steam', true],
    ['"steam pressure"', true],
    ['"pressure steam"', false],
    ['-kettle steam', true],
    ['-"steam pressure"', false],
    ['ste*ure', false],
    ['st*m', true],
    ['*', true],
    ['10:42', false],
    ['nobody:steam', false],
    ['toString:x', false],
    ['dev:boiler*', true],
    ['device:*1', true],
    ['dev:oiler', true],
    ['dev:oiler*', false],
    ['dev:"boiler*"', false],
    ['dev:line-4|boiler-1', true],
    ['-dev:boiler-1', false],
    ['unit=bar', true],
    ['unit=ba', false],
    ['unit!=bar', false],
    ['unit:', false],
    ['value>8', true],
    ['value > 8 unit:bar', true],
    ['value>=8,424', true],
    ['value:8.42', true],
    ['value:8.43', false],
    ['value:8', true],
    ['value==8', false],
    ['value:1..9', true],
    ['value:1|8', true],
    ['-value>80', true],
    ['age<5s', true],
    ['age:1s', false],
    ['rtt:1.5s && age>1s', true],
    ['q:good', true],
    ['q:g', true],
    ['q:bad|good', true],
    ['q:', true],
    ['late', false],
    ['-late', true],
  ])('“%s” lets the steam pressure pass: %s', (typed, expected) => {
    expect(faultOf(typed)).toBe('');
    expect(passes(typed)).toBe(expected);
  });

  it('finds what has nothing in a field, and asks nothing of a number that there is not', () => {
    expect(passes('unit:', { unit: '' })).toBe(true);
    expect(passes('value<9', { value: null })).toBe(false);
    expect(passes('-value<9', { value: null })).toBe(true);
  });

  it.each([
    ['rtt>fast', '“rtt>fast”: fast is not a duration. Try rtt>100ms.'],
    ['age>5', '“age>5”: 5 is not a duration. Try age>5s.'],
    ['age>', '“age>”: a duration is missing. Try age>100ms.'],
    ['value:80bar', '“value:80bar”: 80bar is not a number. Try value:80.'],
    ['-q:bda', '“q:bda”: bda is none of good, bad. Try q:bad.'],
    ['valu>80', '“valu>80”: there is no field valu here. Try value>…, age>….'],
  ])('says of “%s” what was seen and what fits, and hides nothing for it', (typed, fault) => {
    expect(faultOf(typed)).toBe(fault);
    expect(passes(typed)).toBe(true);
    expect(passes(`kettle ${typed}`)).toBe(false);
  });

  it('says where each term stands and how it was understood', () => {
    expect(compileFilter(SHAPE, ' steam -q:bad age>x').marks).toEqual([
      { from: 1, to: 6, kind: 'word' },
      { from: 7, to: 13, kind: 'field' },
      { from: 14, to: 19, kind: 'fault' },
    ]);
  });

  it('is live only where it asks for something that changes by itself', () => {
    expect(compileFilter(SHAPE, 'steam dev:boiler').isLive).toBe(false);
    expect(compileFilter(SHAPE, 'steam -value>3').isLive).toBe(true);
    expect(compileFilter(SHAPE, '  ').isEmpty).toBe(true);
    expect(compileFilter(SHAPE, 'age>x').isEmpty).toBe(true);
  });

  it('is not slowed down by stars', () => {
    const text = 'a'.repeat(100_000);
    expect(passes(`name:${'a*'.repeat(200)}b`, { name: text })).toBe(false);
  });
});

/** A term in parts, to be typed and to be asked in the slow, plain way. */
type Part =
  | { readonly kind: 'word'; readonly words: readonly string[] }
  | { readonly kind: 'phrase'; readonly phrase: string }
  | { readonly kind: 'field'; readonly field: 'name' | 'unit'; readonly words: readonly string[] }
  | { readonly kind: 'glob'; readonly before: string; readonly after: string }
  | { readonly kind: 'value'; readonly operator: '>' | '>=' | '<' | '<='; readonly bound: number }
  | { readonly kind: 'age'; readonly seconds: number }
  | { readonly kind: 'bad' };

function typedAs(part: Part): string {
  switch (part.kind) {
    case 'word':
      return part.words.join('|');
    case 'phrase':
      return `"${part.phrase}"`;
    case 'field':
      return `${part.field}:${part.words.join('|')}`;
    case 'glob':
      return `name:${part.before}*${part.after}`;
    case 'value':
      return `value${part.operator}${part.bound}`;
    case 'age':
      return `age>${part.seconds}s`;
    case 'bad':
      return 'q:bad';
  }
}

function holds(part: Part, row: Row): boolean {
  const everything = [row.name, row.device.join(' '), row.unit].join(' ').toLowerCase();
  switch (part.kind) {
    case 'word':
      return part.words.some((word) => everything.includes(word.toLowerCase()));
    case 'phrase':
      return everything.includes(part.phrase.toLowerCase());
    case 'field':
      return part.words.some((word) => row[part.field].toLowerCase().includes(word.toLowerCase()));
    case 'glob':
      return new RegExp(`^${part.before}.*${part.after}$`, 'is').test(row.name);
    case 'value': {
      const { value } = row;
      if (value === null) return false;
      const is = {
        '>': value > part.bound,
        '>=': value >= part.bound,
        '<': value < part.bound,
        '<=': value <= part.bound,
      };
      return is[part.operator];
    }
    case 'age':
      return row.ageMs > part.seconds * 1_000;
    case 'bad':
      return row.isBad;
  }
}

const word = fc.stringMatching(/^[abcAB]{1,3}$/);
const words = fc.array(word, { minLength: 1, maxLength: 3 });
const text = fc.array(word, { maxLength: 3 }).map((some) => some.join(' '));
const part: fc.Arbitrary<Part> = fc.oneof(
  fc.record({ kind: fc.constant('word' as const), words }),
  fc.record({ kind: fc.constant('phrase' as const), phrase: fc.tuple(word, word).map((two) => two.join(' ')) }),
  fc.record({ kind: fc.constant('field' as const), field: fc.constantFrom('name', 'unit'), words }),
  fc.record({ kind: fc.constant('glob' as const), before: word, after: word }),
  fc.record({
    kind: fc.constant('value' as const),
    operator: fc.constantFrom('>', '>=', '<', '<='),
    bound: fc.integer({ min: -3, max: 3 }),
  }),
  fc.record({ kind: fc.constant('age' as const), seconds: fc.integer({ min: 0, max: 3 }) }),
  fc.record({ kind: fc.constant('bad' as const) }),
);
const row: fc.Arbitrary<Row> = fc.record({
  name: text,
  device: fc.array(text, { maxLength: 2 }),
  unit: text,
  value: fc.option(fc.integer({ min: -4, max: 4 })),
  ageMs: fc.integer({ min: 0, max: 4_000 }),
  isBad: fc.boolean(),
});

it('says the same of every row as one that asks each of its terms in the plain way', () => {
  const term = fc.record({ part, isNegated: fc.boolean() });
  fc.assert(
    fc.property(fc.array(term, { maxLength: 4 }), fc.array(row, { maxLength: 8 }), (terms, rows) => {
      const typed = terms.map((one) => `${one.isNegated ? '-' : ''}${typedAs(one.part)}`).join(' ');
      const { passes: fast, fault } = compileFilter(SHAPE, typed);
      expect(fault).toBe('');
      const slow = (each: Row): boolean => terms.every((one) => holds(one.part, each) !== one.isNegated);
      expect(rows.map(fast)).toEqual(rows.map(slow));
    }),
    { numRuns: 1_000 },
  );
});

it('reads whatever is typed without a throw, and finds each of its terms where it stands', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), row, (typed, each) => {
      const { passes: asked, marks } = compileFilter(SHAPE, typed);
      expect(typeof asked(each)).toBe('boolean');
      for (const { from, to } of marks) expect(typed.slice(from, to).trim()).not.toBe('');
      expect(marks.map(({ from }) => from)).toEqual(marks.map(({ from }) => from).toSorted((a, b) => a - b));
    }),
  );
});
