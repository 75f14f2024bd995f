import { describe, expect, it } from 'vitest';
import { RateHistory } from './rate-history.ts';

const figures = (second: number, rate: number): Parameters<RateHistory['take']>[0] => ({
  timeUs: second * 1e6 + 400_000,
  pointsPerSecond: rate,
  publisher: { state: 'off', broker: '', reason: null, pointsPerSecond: rate / 2, queued: 0, commandFaults: [] },
  historian: { state: 'running', reason: null, pointsPerSecond: 2 * rate, queued: 0 },
  process: { cpuPercent: 0, rssBytes: 0, uptimeS: 0, pollingLoad: 0.25, historianBytes: null },
});

function historyOf(...entries: readonly (readonly [second: number, rate: number])[]): RateHistory {
  const history = new RateHistory();
  for (const [second, rate] of entries) history.take(figures(second, rate));
  return history;
}

describe('the last hour of the rates', () => {
  it('has the mean of the last seconds, and leaves out those without figures', () => {
    const history = historyOf([100, 50], [101, 100], [104, 300]);
    expect(history.average('produced', 4)).toBe(200);
    expect(history.average('stored', 10)).toBe(300);
    expect(history.average('published', 1)).toBe(150);
    expect(new RateHistory().average('produced', 10)).toBe(0);
  });

  it('shows its course with the largest of each part, and gaps where nothing was heard', () => {
    const history = historyOf([10_000, 5], [10_010, 80], [10_020, 20], [13_500, 7]);
    const course = [...history.course('produced', 60)];
    // 3,500 s of 3,600: the first minutes are two parts from the left end.
    expect(course.indexOf(80)).toBe(1);
    expect(course.at(-1)).toBe(7);
    expect(course.filter(Number.isFinite)).toHaveLength(2);
  });

  it('spans five minutes, then fifteen, then the hour', () => {
    const spans = [10, 300, 301, 900, 2_000].map((s) => historyOf([10_000, 1], [10_000 + s, 1]).spanS);
    expect(spans).toEqual([300, 300, 900, 900, 3_600]);
    // A bucket of 5 s each: 10 s are three of the sixty.
    const course = historyOf([10_000, 1], [10_010, 2]).course('produced', 60);
    expect([...course.slice(-3)].map((value) => (Number.isFinite(value) ? value : 0))).toEqual([1, 0, 2]);
  });

  it('forgets what is older than an hour', () => {
    const history = historyOf([10_000, 999], [13_601, 7]);
    expect([...history.course('produced', 10)].filter(Number.isFinite)).toEqual([7]);
    expect(history.average('produced', 3_600)).toBe(7);
  });

  it('begins anew when the clock of the gateway was set back', () => {
    const history = historyOf([10_000, 999], [9_000, 7]);
    expect(history.average('produced', 3_600)).toBe(7);
  });
});
