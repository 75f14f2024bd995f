import { describe, expect, it } from 'vitest';
import type { ImportedRow } from '../../../../src-shared/contract/tag-files.ts';
import { tableSheet } from '../../../../src-shared/tag-files/table-sheet.ts';
import type { TagSheet } from '../../../../src-shared/tag-files/tag-sheet.ts';
import { appliedTags, NO_EDITS, patched } from '../edit/overlay.ts';
import type { TagForm } from '../edit/tag-form.ts';
import { comparedRows } from './compare-rows.ts';
import { importedOverlay, NO_DECISIONS, takesPart } from './import-decisions.ts';
import type { CompareInput, ImportRow } from './import-row.ts';

const sheetOf = (...rows: readonly (readonly string[])[]): TagSheet => ({
  ...tableSheet(
    rows,
    rows.map((_, at) => at + 1),
  ),
  parts: [],
  part: 0,
});

const FLOW: TagForm = { id: 'flow', uid: 'u1', name: 'Flow', address: '40001', unit: 'bar', eu_high: 10 };
const LEVEL: TagForm = { id: 'level', uid: 'u2', name: 'Level', address: '40003' };

function compared(sheet: TagSheet, more: Partial<CompareInput> = {}): ImportRow[] {
  const input: CompareInput = {
    mapping: sheet.mapping,
    options: { decimal: 'point', emptyClears: false, replaceAll: false },
    fixes: new Map(),
    tags: [FLOW, LEVEL].map((form) => ({ key: String(form['uid']), form })),
    base: [],
    places: new Map(),
    ...more,
  };
  return comparedRows(sheet, input, () => undefined);
}

const imported = (values: Record<string, unknown>): ImportedRow => ({ key: 'Flow', id: 'flow', uid: 'u1', values });

describe('a file beside the project and the last import', () => {
  const sheet = sheetOf(['Name', 'Address', 'Unit', 'EU high'], ['Flow', '40001', 'bar', '12']);

  it.each([
    ['only the file changed it', { eu_high: 10 }, 'changed', 'file'],
    ['only the project changed it', { eu_high: 12 }, 'same', 'project'],
    ['both changed it', { eu_high: 8 }, 'conflict', 'both'],
    ['it was not imported before', {}, 'changed', 'file'],
  ] as const)('tells a field apart: %s', (_, values, state, changed) => {
    const [row] = compared(sheet, { base: [imported(values)] });
    expect(row).toMatchObject({ state, differences: [{ path: 'eu_high', changed, project: 10, file: 12 }] });
  });

  it('is no conflict where both changed it to the same', () => {
    const same = sheetOf(['Name', 'EU high'], ['Flow', '10']);
    expect(compared(same, { base: [imported({ eu_high: 5 })] })[0]).toMatchObject({ state: 'same', differences: [] });
  });

  it('knows the tag that a row made after it was renamed here, and keeps the name', () => {
    const tags = [{ key: 'u1', form: { ...FLOW, id: 'flow_2', name: 'Flow north' } }];
    const [row] = compared(sheetOf(['Name', 'Address'], ['Flow', '40001']), {
      tags,
      base: [imported({ name: 'Flow', address: '40001' })],
    });
    expect(row).toMatchObject({ tag: 'u1', state: 'same', differences: [{ path: 'name', changed: 'project' }] });
  });

  it('takes two notations of one address for the same', () => {
    const place = (address: string) => [address, { address, canonical: '40001', fields: {} }] as const;
    const places = new Map([place('40001'), place('HR0')]);
    expect(compared(sheetOf(['Name', 'Address'], ['Flow', 'HR0']), { places })[0]?.differences).toEqual([]);
  });

  it('takes nothing away by an empty cell unless somebody wants that', () => {
    const empty = sheetOf(['Name', 'Unit'], ['Flow', '']);
    expect(compared(empty)[0]?.differences).toEqual([]);
    const options = { decimal: 'point', emptyClears: true, replaceAll: false } as const;
    expect(compared(empty, { options })[0]?.differences).toMatchObject([
      { path: 'unit', project: 'bar', file: undefined },
    ]);
    expect(compared(empty, { base: [imported({ unit: 'bar' })] })[0]?.differences).toMatchObject([
      { path: 'unit', changed: 'file' },
    ]);
  });

  it('names what cannot be read with the next step, and leaves the other rows alone', () => {
    const rows = compared(
      sheetOf(
        ['Name', 'Address', 'Data type', 'Scale'],
        ['A', '40010', 'FLOAT', '1'],
        ['B', '40012', 'int16', '0,1'],
        ['C', '40014', 'int16', '1'],
      ),
    );
    expect(rows.map(({ state }) => state)).toEqual(['problem', 'problem', 'new']);
    expect(rows[0]?.problems).toEqual([
      {
        column: 2,
        path: 'data_type',
        code: 'csv.cell',
        value: 'FLOAT',
        text: '“FLOAT” is not a data type here.',
        fix: 'Use FLOAT32 or FLOAT64.',
      },
    ]);
    expect(rows[1]?.problems[0]).toMatchObject({ code: 'csv.comma', column: 3 });
  });

  it('is read anew with what a person wrote into a cell', () => {
    const bad = sheetOf(['Name', 'Address', 'Data type'], ['A', '40010', 'FLOAT']);
    expect(compared(bad, { fixes: new Map([['0 2', 'float32']]) })[0]).toMatchObject({
      state: 'new',
      form: { id: 'a', name: 'A', address: '40010', data_type: 'float32' },
    });
  });

  it('lets the second of two rows of one tag wait', () => {
    const twice = sheetOf(['Name', 'Address'], ['Flow', '40001'], ['Flow', '40002'], ['New', '1'], ['New', '2']);
    const rows = compared(twice);
    expect(rows.map(({ state }) => state)).toEqual(['same', 'problem', 'new', 'new']);
    expect(rows[3]?.form['id']).toBe('new_2');
  });
});

describe('what is decided about a file', () => {
  const sheet = sheetOf(['Name', 'Address', 'EU high'], ['Flow', '40001', '12'], ['Pump', '40020', '']);
  const base = [imported({ eu_high: 8, address: '40001' })];
  const applied = appliedTags([FLOW, LEVEL]);
  const after = (rows: readonly ImportRow[], decisions = NO_DECISIONS) =>
    importedOverlay(NO_EDITS, applied, rows, decisions, 'stage');

  it('keeps the project’s value in a conflict until somebody takes the file’s', () => {
    const rows = compared(sheet, { base });
    expect(rows.map((row) => takesPart(row, NO_DECISIONS))).toEqual([false, true]);
    const taken = { ...NO_DECISIONS, fields: new Map([[`${rows[0]!.key} eu_high`, 'file' as const]]) };
    expect(after(rows).changes).toEqual({});
    expect(after(rows, taken).changes).toEqual({ u1: { eu_high: 12 } });
  });

  it('becomes edits that carry the name of the import, new tags with ids of their own', () => {
    const overlay = after(compared(sheet));
    expect(overlay.imports).toEqual(['stage']);
    expect(overlay.added.map(({ form }) => form)).toEqual([{ id: 'pump', name: 'Pump', address: '40020' }]);
    expect(patched(FLOW, overlay.changes['u1'])).toMatchObject({ eu_high: 12 });
  });

  it('removes what the file does not have only where all is replaced, and not what somebody keeps', () => {
    expect(compared(sheet).some(({ state }) => state === 'removed')).toBe(false);
    const options = { decimal: 'point', emptyClears: false, replaceAll: true } as const;
    const rows = compared(sheet, { options });
    expect(after(rows).removed).toEqual(['u2']);
    const keep = { ...NO_DECISIONS, rows: new Map([['gone-u2', 'project' as const]]) };
    expect(after(rows, keep).removed).toEqual([]);
  });
});
