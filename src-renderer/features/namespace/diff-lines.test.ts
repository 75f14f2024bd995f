import { describe, expect, it } from 'vitest';
import { diffLines } from './diff-lines.ts';

const changed = (text: string, previous: string | null): readonly string[] =>
  diffLines(text, previous).flatMap(({ text: line, isChanged }) => (isChanged ? [line] : []));

describe('a payload beside the one before', () => {
  it('marks the lines that are others', () => {
    expect(changed('{\n"v": 8.42,\n"q": 192\n}', '{\n"v": 8.41,\n"q": 192\n}')).toEqual(['"v": 8.42,']);
  });

  it('marks lines that were added, and not all that moved by them', () => {
    expect(changed('{\n"u": "bar",\n"v": 1\n}', '{\n"v": 1\n}')).toEqual(['"u": "bar",']);
  });

  it('marks nothing where there was none before', () => {
    expect(changed('1', null)).toEqual([]);
    expect(changed('1', '1')).toEqual([]);
  });
});
