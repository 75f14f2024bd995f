import { describe, expect, it } from 'vitest';
import { fieldById } from '../edit/tag-fields.ts';
import type { TagRow } from '../edit/tag-rows.ts';
import { type FindQuery, findCells, replacedCells } from './find-cells.ts';

const row = (key: string, form: TagRow['form'], state: TagRow['state'] = 'same'): TagRow => ({
  ...{ key, form, base: form, patch: undefined, state, view: null, faults: [] },
});
const ROWS = [
  row('u1', { name: 'Pump 1 (a.b)', address: '40001', eu_high: 100 }),
  row('u2', { name: 'pump 22', address: '40003' }),
  row('u3', { name: 'Pump 3' }, 'removed'),
];
const FIELDS = ['name', 'address', 'euHigh'].map((id) => fieldById(id)!);
const find = (query: Partial<FindQuery>) =>
  findCells(ROWS, FIELDS, { ...{ find: '', replace: '', isPattern: false, isCaseSensitive: false }, ...query });
const texts = (query: Partial<FindQuery>): readonly string[] => find(query).cells.map(({ replaced }) => replaced);

describe('find and replace', () => {
  it('finds plain text in the columns that are looked through, whatever its case, and not in deleted tags', () => {
    expect(texts({ find: 'pump', replace: 'Motor' })).toEqual(['Motor 1 (a.b)', 'Motor 22']);
    expect(texts({ find: 'pump', replace: 'Motor', isCaseSensitive: true })).toEqual(['Motor 22']);
    expect(texts({ find: '400', replace: '300' })).toEqual(['30001', '30003']);
  });

  it('takes plain text as it is, its signs and those of what takes its place', () => {
    expect(texts({ find: '(a.b)', replace: '$&$1' })).toEqual(['Pump 1 $&$1']);
    expect(texts({ find: '.' })).toEqual(['Pump 1 (ab)']);
  });

  it('takes a regular expression with its groups, each time that it fits in a cell', () => {
    expect(texts({ find: String.raw`p(\w+) (\d)`, replace: '$2-$1', isPattern: true })).toEqual([
      '1-ump (a.b)',
      '2-ump2',
    ]);
    expect(texts({ find: '2', replace: '5' })).toEqual(['pump 55']);
  });

  it('says what is wrong with a pattern, and finds nothing by an empty text', () => {
    expect(find({ find: '(', isPattern: true })).toMatchObject({
      cells: [],
      fault: expect.stringContaining('“(” is no'),
    });
    expect(find({ find: '' })).toEqual({ cells: [], fault: null });
  });

  it('writes numbers as numbers', () => {
    expect(replacedCells(find({ find: '100', replace: '250' }).cells)).toEqual([
      { key: 'u1', path: 'eu_high', value: 250 },
    ]);
    expect(replacedCells(find({ find: '100', replace: '' }).cells)[0]!.value).toBeUndefined();
  });

  it('refuses a pattern that repeats what repeats already, for which a text may take hours', () => {
    const many = [row('n', { name: `${'a'.repeat(40)}!` })];
    const query = { find: '(a+)+$', replace: '', isPattern: true, isCaseSensitive: true };
    expect(findCells(many, FIELDS, query)).toEqual({ cells: [], fault: expect.stringContaining('may take hours') });
    expect(findCells(many, FIELDS, { ...query, find: '(a)+!' }).cells).toHaveLength(1);
  });
});
