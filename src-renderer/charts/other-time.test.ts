import { describe, expect, it } from 'vitest';
import type { RawSeries } from '../../src-shared/domain/series.ts';
import { otherNeed, shiftedAnswer } from './other-time.ts';
import type { PenHistory } from './pen-model.ts';

const raw = (...timeUs: number[]): RawSeries => ({
  kind: 'raw',
  timeUs: Float64Array.from(timeUs),
  value: Float64Array.from(timeUs, () => 1),
  status: Uint32Array.from(timeUs, () => 0),
});
const SECOND = 1e6;
const range = { fromUs: 1_000 * SECOND, toUs: 1_100 * SECOND };

describe('the other time of a pen', () => {
  it('is asked for with what lies ahead of the window, in whole buckets', () => {
    const need = otherNeed(range, SECOND, undefined, Number.POSITIVE_INFINITY)!;
    expect(need).toEqual({ fromUs: 965 * SECOND, toUs: 1_135 * SECOND });
    const history: PenHistory = { ...need, series: raw(), gaps: [] };
    // A window that follows the clock asks for nothing until what is ahead has been used up.
    const later = { fromUs: range.fromUs + 30 * SECOND, toUs: range.toUs + 30 * SECOND };
    expect(otherNeed(later, SECOND, history, Number.POSITIVE_INFINITY)).toBeUndefined();
    const beyond = { fromUs: range.fromUs + 45 * SECOND, toUs: range.toUs + 45 * SECOND };
    expect(otherNeed(beyond, SECOND, history, Number.POSITIVE_INFINITY)).toBeDefined();
  });

  it('is not asked for beyond now, and not anew for what the historian may not have yet', () => {
    const knownToUs = 1_050 * SECOND;
    const need = otherNeed(range, SECOND, undefined, knownToUs)!;
    expect(need.toUs).toBe(knownToUs);
    const history: PenHistory = { ...need, series: raw(), gaps: [] };
    expect(otherNeed(range, SECOND, history, knownToUs + 4 * SECOND)).toBeUndefined();
    expect(otherNeed(range, SECOND, history, knownToUs + 6 * SECOND)).toBeDefined();
    expect(otherNeed({ fromUs: knownToUs, toUs: knownToUs + SECOND }, SECOND, history, knownToUs)).toBeUndefined();
  });

  it('carries the times that it lies on, gaps too', () => {
    const gap = { fromUs: 3, toUs: 4, reason: 'restart' } as const;
    const { series, gaps } = shiftedAnswer({ series: raw(1, 5), gaps: [gap] }, 10);
    expect([...series.timeUs]).toEqual([11, 15]);
    expect(gaps).toEqual([{ fromUs: 13, toUs: 14, reason: 'restart' }]);
  });
});
