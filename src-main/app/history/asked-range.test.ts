import { describe, expect, it } from 'vitest';
import { HistoryQuestion } from '../../../src-shared/contract/history-question.ts';
import { askedRange, refusalOf } from './asked-range.ts';

const NOW = Date.UTC(2026, 1, 3, 8, 0, 5) * 1_000;
const HOUR = 3_600e6;
const asked = (part: Partial<HistoryQuestion>, room = 1_000) =>
  askedRange(HistoryQuestion.parse({ tags: ['a/b'], ...part }), room, NOW);

describe('the range of a question', () => {
  it('is whole buckets of a round width', () => {
    const { range, grid } = asked({ from: 'now-8h' });
    expect(grid).toEqual({ fromUs: NOW - 8 * HOUR - 5e6, widthUs: 30e6, buckets: 961 });
    expect(range).toEqual({ fromUs: grid!.fromUs, toUs: grid!.fromUs + 961 * 30e6 });
  });

  it('has buckets as wide as a person says, or none', () => {
    expect(asked({ interval: '90m' }).grid!.widthUs).toBe(1.5 * HOUR);
    expect(asked({ interval: 'raw' })).toEqual({ range: { fromUs: NOW - 8 * HOUR, toUs: NOW }, grid: undefined });
  });

  it.each(['0s', '-1s', '1ns', 'ten', '10'])('refuses an interval of %j with what is allowed', (interval) => {
    expect(() => asked({ interval })).toThrow(`“${interval}” is not an interval. Try auto, raw, 10s, 5m or 1h;`);
  });

  it('refuses a range that ends before it begins, with both ends', () => {
    expect(() => asked({ from: 'now', to: 'now-1h' })).toThrow(/“To” now-1h \(2026-02-03T07:00:05.*Swap them/);
  });

  it('is refused above two million rows with an interval that fits', () => {
    const range = { fromUs: 0, toUs: 1_000 * 24 * HOUR };
    expect(refusalOf(2_000_000, 1, range)).toBeUndefined();
    expect(refusalOf(86_400_000, 1, range)).toEqual({
      text: 'This query would return about 86 million points; the limit is 2 million. Use averages of 10m (144,000 points) or a shorter range.',
      interval: '10m',
    });
  });
});
