import { describe, expect, it } from 'vitest';
import { countedUp, filledDown, filledSeries } from './fill-cells.ts';
import { appliedTags, NO_EDITS } from './overlay.ts';
import { fieldById } from './tag-fields.ts';
import { rowsToApply } from './tag-rows.ts';

const rows = rowsToApply(
  appliedTags([
    { id: 'p1', uid: 'u1', name: 'Pump_09', address: '40001', unit: 'bar2', eu_high: 10 },
    { id: 'p2', uid: 'u2', name: 'x', address: '40002' },
    { id: 'p3', uid: 'u3', name: 'y', address: '40003' },
  ]),
  NO_EDITS,
);
const fields = (...ids: readonly string[]) => ids.map((id) => fieldById(id)!);

describe('filling', () => {
  it('copies the first row into those below it', () => {
    expect(filledDown(rows, fields('unit', 'rawLow'))).toEqual([
      { key: 'u2', path: 'unit', value: 'bar2' },
      { key: 'u2', path: 'raw_low', value: undefined },
      { key: 'u3', path: 'unit', value: 'bar2' },
      { key: 'u3', path: 'raw_low', value: undefined },
    ]);
  });

  it('continues names; addresses are those that the gateway gave, and stay where they end', () => {
    expect(filledSeries(rows, fields('name', 'address', 'unit', 'euHigh'), ['40005'])).toEqual([
      { key: 'u2', path: 'name', value: 'Pump_10' },
      { key: 'u2', path: 'address', value: '40005' },
      { key: 'u2', path: 'unit', value: 'bar2' },
      { key: 'u2', path: 'eu_high', value: 10 },
      { key: 'u3', path: 'name', value: 'Pump_11' },
      { key: 'u3', path: 'unit', value: 'bar2' },
      { key: 'u3', path: 'eu_high', value: 10 },
    ]);
  });

  it.each([
    ['Pump_01', 1, 'Pump_02'],
    ['P99', 1, 'P100'],
    ['Line 3 temp', 2, 'Line 5 temp'],
    ['L1_T09', 1, 'L1_T10'],
    ['plain', 1, 'plain'],
  ])('%s counted up by %s is %s', (text, by, next) => {
    expect(countedUp(text, by)).toBe(next);
  });
});
