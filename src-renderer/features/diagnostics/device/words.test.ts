import { describe, expect, it } from 'vitest';
import type { DeviceLink, LatencyView } from '../../../../src-shared/contract/diagnostics.ts';
import { comparisonWords, histogramWords, msWords } from './latency-words.ts';
import { stateSentence, stepLines } from './link-words.ts';

const latency = (p95Ms: number, answers = 100): LatencyView => ({
  answers,
  counts: [],
  p50Ms: p95Ms / 2,
  p95Ms,
  p99Ms: p95Ms,
  maxMs: p95Ms,
  timeouts: 2,
  failed: 0,
});

describe('the words of latencies', () => {
  it('compare with yesterday only where there is enough, and more of a difference than a bin is wide', () => {
    expect(comparisonWords(latency(14), latency(10), '1h')).toBe(
      'p95 14 ms, 40 % more than in the same hour yesterday.',
    );
    expect(comparisonWords(latency(5), latency(10), '24h')).toBe('p95 5.0 ms, 50 % less than in the 24 h before.');
    expect(comparisonWords(latency(11), latency(10), '1h')).toBe('p95 11 ms, about as in the same hour yesterday.');
    expect(comparisonWords(latency(14), latency(10, 3), '1h')).toBeUndefined();
  });

  it('say a histogram in one line', () => {
    expect(histogramWords(latency(14))).toBe(
      '100 answers: median 7.0 ms, p95 14 ms, p99 14 ms, longest 14 ms, 2 timeouts',
    );
    expect([0.42, 8.44, 234, null].map(msWords)).toEqual(['0.42 ms', '8.4 ms', '234 ms', '—']);
  });
});

const link = (state: DeviceLink['breaker']['state'], nextTryUs: number | null): DeviceLink => ({
  breaker: {
    state,
    inRow: 2,
    opensAfter: 3,
    requests: 10,
    failed: 4,
    opensAtShare: 0.6,
    opensFromRequests: 10,
    windowMs: 10_000,
    probes: 3,
    probesGood: 1,
    probesFailed: 0,
    longestRestMs: 30_000,
  },
  nextTryUs,
  transitions: [],
  connects: 1,
  polls: [],
  queue: { devices: 1, pollsWaiting: 0, writesWaiting: 0, writesMost: 256 },
});

describe('the words of a breaker', () => {
  it('say how it stands and until when', () => {
    expect(stateSentence(link('open', 12.4e6), 0)).toBe(
      'Open: nothing is sent for another 13 s. Then one try decides.',
    );
    expect(stateSentence(link('closed', null), 0)).toBe('Closed: the device is asked as planned.');
    expect(stateSentence(link('half-open', null), 0)).toBe('Half-open: 3 requests try the device. So far 1 came back.');
  });

  it('show what is counted against what opens it', () => {
    expect(stepLines(link('closed', null), 0).closed).toEqual([
      '2 failed in a row, opens at 3',
      '4 of 10 requests failed, opens at 60\u00a0% of 10 or more',
    ]);
    expect(stepLines(link('open', 5e6), 0).open[0]).toBe('Next try in 5 s');
  });
});
