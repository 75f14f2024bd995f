import { describe, expect, it } from 'vitest';
import { lineDiff } from './line-diff.ts';

const signs = { same: ' ', added: '+', removed: '-' };
const shown = (before: string | null, after: string | null): string[] =>
  lineDiff(before, after).map(({ kind, text, skipped }) => (skipped ? `@${skipped}` : signs[kind] + text));

describe('lines of two texts', () => {
  it('marks what goes and what comes, with a few lines around', () => {
    const before = ['id: a', 'b', 'c', 'd', 'e', 'f', 'scale: 0.1', 'g'].join('\n');
    expect(shown(before, before.replace('0.1', '1'))).toEqual([
      '@3',
      ' d',
      ' e',
      ' f',
      '-scale: 0.1',
      '+scale: 1',
      ' g',
    ]);
  });

  it('finds lines put between others', () => {
    expect(shown('a\nb\nc\nd\n', 'a\nx\nb\nd\ny\n')).toEqual([' a', '+x', ' b', '-c', ' d', '+y']);
  });

  it('shows a file that is new or gone whole, and nothing where nothing differs', () => {
    expect(shown(null, 'a\nb\n')).toEqual(['+a', '+b']);
    expect(shown('a\nb\n', null)).toEqual(['-a', '-b']);
    expect(shown('a\nb\n', 'a\nb\n')).toEqual([]);
  });

  it('gives up on texts that have nothing in common, without keeping the page waiting', () => {
    const text = (of: string): string => Array.from({ length: 3_000 }, (_, at) => `${of}${at}`).join('\n');
    const lines = lineDiff(text('a'), text('b'));
    expect(lines).toHaveLength(6_000);
    expect(lines[0]).toEqual({ kind: 'removed', text: 'a0' });
  });
});
