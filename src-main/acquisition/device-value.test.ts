import { describe, expect, it } from 'vitest';
import { deviceValue, isSameValue } from './device-value.ts';

describe('a value that was written and is looked at again', () => {
  const bytes = {
    timeUs: new Float64Array(1),
    value: Float64Array.of(Number.NaN),
    status: new Uint32Array(1),
    cells: [{ row: 0, kind: 'bytes' as const, value: Uint8Array.of(1, 2, 255) }],
  };

  it.each(['01 02 ff', '01 02 FF', 'AQL/'])('is the same bytes, written as “%s”', (wanted) => {
    expect(isSameValue('string', wanted, deviceValue('string', bytes))).toBe(true);
  });

  it.each(['01 02 fe', 'AQL+', '1', ''])('is not the same bytes, written as “%s”', (wanted) => {
    expect(isSameValue('string', wanted, deviceValue('string', bytes))).toBe(false);
  });

  it('is the same text only where each character is', () => {
    expect([isSameValue('string', 'Run', 'Run'), isSameValue('string', 'Run', 'run')]).toEqual([true, false]);
  });
});
