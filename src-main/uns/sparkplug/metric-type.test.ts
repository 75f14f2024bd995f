import { describe, expect, it } from 'vitest';
import { DATA_TYPES } from '../../../src-shared/domain/data-type.ts';
import { METRIC_TYPE, metricTypeOf } from './metric-type.ts';

describe('the datatype of a metric', () => {
  it('is one that all hosts read from the same field: none is UInt32', () => {
    const types = DATA_TYPES.map((type) => metricTypeOf(type, false));
    expect(types).not.toContain(METRIC_TYPE.UInt32);
    expect(metricTypeOf('uint32', false)).toBe(METRIC_TYPE.Int64);
    expect(metricTypeOf('uint64', false)).toBe(METRIC_TYPE.UInt64);
  });

  it('is Double where values are scaled, but for what is no number', () => {
    const scaled = DATA_TYPES.map((type) => [type, metricTypeOf(type, true)] as const);
    for (const [type, metric] of scaled) {
      const expected = { bool: METRIC_TYPE.Boolean, string: METRIC_TYPE.String }[type as string] ?? METRIC_TYPE.Double;
      expect(metric, type).toBe(expected);
    }
  });
});
