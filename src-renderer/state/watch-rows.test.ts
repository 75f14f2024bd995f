import { describe, expect, it } from 'vitest';
import type { WatchRow } from '../../src-shared/contract/watches.ts';
import { movedBy, movedTo, type WatchRows, without, withTags } from './watch-rows.ts';

const tag = (name: string): WatchRow => ({ kind: 'tag', device: 'd', tag: name });
const rows: WatchRows = [{ kind: 'section', title: 'S' }, tag('a'), tag('b'), tag('c')];
const words = (of: WatchRows): string =>
  of.map((row) => (row.kind === 'tag' ? row.tag : row.kind === 'section' ? row.title : row.address)).join('');

describe('rows of a watch table', () => {
  it('take tags once, where they are put, and no more than the limit', () => {
    const refs = ['x', 'b', 'x', 'y'].map((name) => ({ device: 'd', tag: name }));
    expect(words(withTags(rows, refs, 1))).toBe('Sxyabc');
    expect(words(withTags(rows, refs))).toBe('Sabcxy');
    const many = Array.from({ length: 1_200 }, (_, i) => ({ device: 'd', tag: `t${i}` }));
    expect(withTags(rows, many)).toHaveLength(1_000);
  });

  it.each([
    [[1], 1, 'Sbac'],
    [[3], -1, 'Sacb'],
    [[1, 2], 1, 'Scab'],
    [[1, 3], -1, 'acSb'],
    [[3], 1, 'Sabc'],
    [[0, 2], -1, 'Sabc'],
  ] as const)('%j moved by %i', (moved, by, expected) => {
    expect(words(movedBy(rows, new Set(moved), by))).toBe(expected);
  });

  it('are the same moved in steps and moved at once', () => {
    const stepped = movedBy(movedBy(rows, new Set([3]), -1), new Set([2]), -1);
    expect(words(movedTo(rows, new Set([3]), 1))).toBe(words(stepped));
    expect(words(movedTo(rows, new Set([0, 1]), 4))).toBe('bcSa');
    expect(words(movedTo(rows, new Set([1]), 2))).toBe('Sabc');
  });

  it('are taken out together', () => {
    expect(words(without(rows, new Set([0, 2])))).toBe('ac');
  });
});
