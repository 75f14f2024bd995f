import { describe, expect, it } from 'vitest';
import { fuzzySpan, queryOf, RANK, rankOf } from './match-rank.ts';

describe('how well a title matches', () => {
  const TITLE = 'Trend: Add selected tags';

  it.each([
    ['trend: add  selected tags', RANK.exact],
    ['Trend', RANK.prefix],
    ['add tags', RANK.wordStarts],
    ['elect', RANK.inside],
    ['trtags', RANK.fuzzy],
    ['tagz', undefined],
    ['', RANK.prefix],
  ])('ranks “%s” as %s', (typed, rank) => {
    expect(rankOf(TITLE, queryOf(typed))).toBe(rank);
  });

  it('measures how far fuzzy letters are apart', () => {
    expect(fuzzySpan('steam pressure', 'stm')).toBe(5);
    expect(fuzzySpan('steam', 'smt')).toBeUndefined();
  });
});
