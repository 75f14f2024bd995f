import { describe, expect, it } from 'vitest';
import type { FilterField } from '../../src-shared/domain/compile-filter.ts';
import { completionAt } from './filter-completion.ts';

type Row = Readonly<Record<string, never>>;
const FIELDS: readonly FilterField<Row>[] = [
  { id: 'dev', also: ['device'], doc: 'Device', kind: 'text', read: () => '', values: () => ['boiler-1', 'Line 4'] },
  { id: 'value', doc: 'Value', kind: 'number', read: () => 0 },
  { id: 'q', doc: 'Quality', kind: 'state', states: { good: () => true, bad: () => false } },
];
/** The text after each option was chosen; `|` in the typed text is the caret. */
const after = (marked: string): readonly string[] => {
  const caret = marked.indexOf('|');
  const typed = marked.slice(0, caret) + marked.slice(caret + 1);
  const { from, to, options } = completionAt(FIELDS, typed, caret);
  return options.map(({ text }) => typed.slice(0, from) + text + typed.slice(to));
};

describe('what a filter offers', () => {
  it.each([
    ['|', ['dev:', 'value>', 'q:']],
    ['d|', ['dev:']],
    ['steam -dev|', ['steam -dev:']],
    ['devi|', ['dev:']],
    ['b|', ['q:bad ']],
    ['q:|', ['q:good ', 'q:bad ']],
    ['q:g|', ['q:good ']],
    ['q:good|', []],
    ['dev:l|', ['dev:boiler-1 ', 'dev:"Line 4" ']],
    ['device:x|', []],
    ['value>|', []],
    ['steam |', []],
    ['"b|', []],
    ['d|x steam', ['dev: steam']],
  ])('at “%s” fits %j', (marked, texts) => expect(after(marked)).toEqual(texts));

  it('goes on behind a bar with another value', () => {
    const { from, options } = completionAt(FIELDS, 'q:good|b', 8);
    expect([from, options.map(({ text }) => text)]).toEqual([7, ['bad ']]);
  });
});
