import { describe, expect, it } from 'vitest';
import type { PlannedRangeView } from '../../../src-shared/contract/read-plan.ts';
import { bytesWords, paceWords, rangeWords, suggestionWords } from './plan-words.ts';
import { areaMaps, segmentsOf } from './range-segments.ts';

const range = (
  start: number,
  count: number,
  gaps: PlannedRangeView['gaps'] = [],
  area = 'holding',
): PlannedRangeView => ({
  area,
  cell: 'register',
  start,
  count,
  tags: [],
  gaps,
});

describe('the runs of a range', () => {
  it('cover it from its first to its last cell, gaps and tags in turn', () => {
    const segments = segmentsOf(
      range(10, 10, [
        { start: 12, count: 2 },
        { start: 16, count: 1 },
      ]),
    );
    expect(segments.map(({ start, count, isGap }) => [start, count, isGap])).toEqual([
      [10, 2, false],
      [12, 2, true],
      [14, 2, false],
      [16, 1, true],
      [17, 3, false],
    ]);
    expect(segmentsOf(range(5, 1))).toEqual([{ start: 5, count: 1, isGap: false }]);
  });
});

describe('the map of an area', () => {
  it('reaches from its first to its last cell, whatever the order of the requests', () => {
    const maps = areaMaps([range(90, 10), range(3, 4), range(0, 2, [], 'coil')]);
    expect(maps.map(({ area, first, last, ranges }) => [area, first, last, ranges.length])).toEqual([
      ['holding', 3, 99, 2],
      ['coil', 0, 1, 1],
    ]);
    expect(maps[0]!.ranges.map(({ start }) => start)).toEqual([3, 90]);
  });
});

describe('a plan in words', () => {
  const request = { text: 'a', tags: 2, ranges: [], bytes: { read: 40, wasted: 6, capacity: 250 } };

  it('says how much of its time a pace takes, once that is known', () => {
    const group = { intervalMs: 500, tags: 64, requests: [request, { ...request, text: 'b' }], cycleMs: 36 };
    expect(paceWords(group)).toBe('2 requests, 64 tags, 36 ms of 500 ms, 7 %');
    expect(paceWords({ ...group, requests: [request], tags: 1, cycleMs: null })).toBe('1 request, 1 tag, every 500 ms');
    const bounds = { fastestMs: 200, slowestMs: 10_000 };
    expect(paceWords({ ...group, bounds })).toBe(
      '2 requests, 64 tags, 36 ms of 500 ms, 7 %, adaptive 200\u00A0ms–10\u00A0s',
    );
    expect(paceWords({ ...group, cycleMs: 1.24 })).toContain('1.2 ms of 500 ms, < 1 %');
  });

  it('counts cells and bytes that no tag wants', () => {
    expect(rangeWords(range(107, 10, [{ start: 109, count: 3 }]))).toBe('107–116, 10 registers, 3 of them unused');
    expect(rangeWords(range(5, 1))).toBe('5, 1 register');
    expect(bytesWords(request)).toBe('40 of 250, 6 wasted');
    expect(bytesWords({ ...request, bytes: null })).toBe('');
  });

  it('says what a suggestion saves and what it costs', () => {
    expect(suggestionWords({ maxGap: 9, requests: 2, requestsNow: 3, wastedBytes: 18 }, 11)).toBe(
      'Gaps up to 9 bridged: 3 → 2 requests, 11 ms less. 18 bytes are then read that no tag wants.',
    );
  });
});
