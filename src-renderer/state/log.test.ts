import { beforeEach, describe, expect, it } from 'vitest';
import { type LogLine, linesRead, logCleared, useLog } from './log.ts';

const lines = (from: number, count: number): LogLine[] =>
  Array.from({ length: count }, (_, at) => ({
    seq: from + at,
    timeUs: 1,
    level: 'info',
    source: 'engine',
    device: null,
    text: '',
    detail: '',
  }));

describe('the log of a page', () => {
  beforeEach(() => useLog.setState(useLog.getInitialState(), true));

  it('keeps the last 5,000 lines and counts what it was never sent', () => {
    linesRead(lines(1, 4_000), 0);
    linesRead(lines(5_001, 3_000), 1_000);
    const state = useLog.getState();
    expect(state.lines).toHaveLength(5_000);
    expect(state.lines.at(-1)!.seq).toBe(8_000);
    expect(state.missed).toBe(1_000);
  });

  it('is cleared from sight only: what comes later is shown', () => {
    linesRead(lines(1, 3), 0);
    logCleared();
    linesRead(lines(4, 1), 0);
    const { clearedTo, lines: kept } = useLog.getState();
    expect(kept.filter(({ seq }) => seq > clearedTo).map(({ seq }) => seq)).toEqual([4]);
  });
});
