import { describe, expect, it } from 'vitest';
import { STATUS } from '../../../src-shared/domain/quality.ts';
import type { TriggerEdge } from '../../../src-shared/domain/trend-trigger.ts';
import { TriggerEdges } from './trigger-edge.ts';

/** Seconds at which a trigger fires; `null` is a Bad sample. */
function moments(edge: TriggerEdge, value: number, afterS: number, values: readonly (number | null)[]): number[] {
  const edges = new TriggerEdges({ edge, value, afterS });
  return values.flatMap((one, s) =>
    edges.take(s * 1e6, one ?? 0, one === null ? STATUS.Bad : STATUS.Good) ? [s] : [],
  );
}

describe('the edges of a trigger', () => {
  it('are where a value passes a bound, and not where it stays beyond it', () => {
    expect(moments('above', 5, 0, [1, 6, 7, 5, 6])).toEqual([1, 4]);
    expect(moments('below', 5, 0, [9, 4, 3, 5, 4])).toEqual([1, 4]);
    expect(moments('becomes', 1, 0, [0, 1, 1, 0, 1])).toEqual([1, 4]);
  });

  it('are not found at the first sample, nor in Bad ones, which do not end what was', () => {
    expect(moments('above', 5, 0, [6, 7])).toEqual([]);
    expect(moments('above', 5, 0, [6, null, 7])).toEqual([]);
    expect(moments('above', 5, 0, [1, null, 7])).toEqual([2]);
  });

  it('rest until what is kept after one is over', () => {
    expect(moments('becomes', 1, 3, [0, 1, 0, 1, 0, 1, 0, 1])).toEqual([1, 5]);
  });
});
