import { describe, expect, it } from 'vitest';
import { fieldById } from '../edit/tag-fields.ts';
import type { TagRow } from '../edit/tag-rows.ts';
import { bulkCells, type Calculate, commonText } from './bulk-cells.ts';

const row = (key: string, form: TagRow['form']): TagRow => ({
  ...{ key, form, base: form, patch: undefined, state: 'same', view: null, faults: [] },
});
const ROWS = [
  row('u1', { id: 'a', name: 'Pump 1', unit: 'bar', eu_high: 10, enabled: false }),
  row('u2', { id: 'b', name: 'Pump 2', unit: 'bar' }),
];
/** Answers as the gateway would: `value * 10` and texts as they stand. */
const calculate: Calculate = async (formula, _names, rows) => {
  if (formula.includes('nam ')) return { fault: { at: 1, length: 3, text: '“nam” is not known.' }, cells: [] };
  return {
    fault: null,
    cells: rows.map(({ value, name }) => {
      if (formula.trim() === 'value * 10')
        return { value: typeof value === 'number' ? value * 10.000000000000002 : null, fault: null };
      return { value: `L1_${name}`, fault: formula.includes('bad') ? 'no number.' : null };
    }),
  };
};
const edit = (touched: Readonly<Record<string, string>>) =>
  bulkCells(ROWS, new Map(Object.entries(touched)), calculate);

describe('a bulk edit', () => {
  it('shows what all rows have in common, and nothing where they differ', () => {
    expect(commonText(ROWS, fieldById('unit')!)).toBe('bar');
    expect(commonText(ROWS, fieldById('name')!)).toBeUndefined();
  });

  it('writes only what becomes another value, and empties what is emptied', async () => {
    expect((await edit({ unit: 'bar', access: 'RW' })).cells).toEqual([
      { key: 'u1', path: 'access', value: 'read_write' },
      { key: 'u2', path: 'access', value: 'read_write' },
    ]);
    expect((await edit({ euHigh: '' })).cells).toEqual([{ key: 'u1', path: 'eu_high', value: undefined }]);
    expect((await edit({ enabled: 'Yes' })).cells).toEqual([{ key: 'u1', path: 'enabled', value: undefined }]);
  });

  it('calculates formulas row by row, rounds what calculating adds, and leaves rows without a value', async () => {
    expect(await edit({ euHigh: '= value * 10' })).toEqual({
      cells: [{ key: 'u1', path: 'eu_high', value: 100 }],
      faults: new Map(),
      left: 1,
    });
    expect((await edit({ name: '=concat("L1_", name)' })).cells.map(({ value }) => value)).toEqual([
      'L1_Pump 1',
      'L1_Pump 2',
    ]);
  });

  it('names the formula, or the first row, that is wrong, and changes nothing by it', async () => {
    expect(await edit({ name: '= nam + 1' })).toMatchObject({
      cells: [],
      faults: new Map([['name', 'Character 3: “nam” is not known.']]),
    });
    expect((await edit({ name: '=bad' })).faults.get('name')).toBe('Row 1: no number.');
  });
});
