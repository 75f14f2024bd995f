import { describe, expect, it } from 'vitest';
import {
  appliedTags,
  type CellChange,
  cellsChanged,
  countEdits,
  editTotal,
  NO_EDITS,
  type Overlay,
  patchBetween,
  patched,
  rowsAdded,
  rowsRemoved,
} from './overlay.ts';
import { rowsToApply } from './tag-rows.ts';

const applied = appliedTags([
  { id: 'level', uid: 'u1', name: 'Level', address: '40001', deadband: { absolute: 1 } },
  { id: 'flow', uid: 'u2', name: 'Flow', address: '40003' },
]);
const set = (overlay: Overlay, ...cells: readonly CellChange[]): Overlay => cellsChanged(overlay, applied, cells);
const fresh = (key: string) => ({ key, form: {}, hasOwnId: false });
const keys = (overlay: Overlay): readonly string[] => rowsToApply(applied, overlay).map(({ key }) => key);

describe('edits over applied tags', () => {
  it('count a tag once, however many of its cells are changed, and not at all when it is as it was', () => {
    const one = set(NO_EDITS, { key: 'u1', path: 'name', value: 'Drum' }, { key: 'u1', path: 'unit', value: 'mm' });
    expect(countEdits(one)).toEqual({ edited: 1, added: 0, removed: 0, moved: 0 });
    const back = set(one, { key: 'u1', path: 'name', value: 'Level' }, { key: 'u1', path: 'unit', value: undefined });
    expect(back).toEqual(NO_EDITS);
  });

  it('take values out, and a map with its last value', () => {
    const { changes } = set(NO_EDITS, { key: 'u1', path: 'deadband.absolute', value: undefined });
    expect(patched(applied.list[0]!, changes['u1'])).toEqual({
      id: 'level',
      uid: 'u1',
      name: 'Level',
      address: '40001',
    });
  });

  it('give a new tag an id of its name, unlike every other one, until a person writes one', () => {
    const added = rowsAdded(NO_EDITS, undefined, [fresh('n1'), fresh('n2')]);
    const named = set(added, { key: 'n1', path: 'name', value: 'Flow' }, { key: 'n2', path: 'name', value: 'Flów' });
    expect(named.added.map(({ form }) => form['id'])).toEqual(['flow_2', 'flow_3']);
    const renamed = set(named, { key: 'n1', path: 'name', value: 'Feed water °C' });
    expect(renamed.added[0]!.form['id']).toBe('feed_water_c');
    const own = set(renamed, { key: 'n1', path: 'id', value: 'FT-1' }, { key: 'n1', path: 'name', value: 'Other' });
    expect(own.added[0]!.form).toEqual({ id: 'FT-1', name: 'Other' });
  });

  it('put new rows where they were asked for, in the order in which they stand in the table', () => {
    const below = rowsAdded(NO_EDITS, 'u1', [fresh('a')]);
    const closer = rowsAdded(below, 'u1', [fresh('b')]);
    const behind = rowsAdded(closer, 'b', [fresh('c')]);
    const all = rowsAdded(rowsAdded(rowsAdded(behind, null, [fresh('top')]), undefined, [fresh('y')]), undefined, [
      fresh('z'),
    ]);
    expect(keys(all)).toEqual(['top', 'u1', 'b', 'c', 'a', 'u2', 'y', 'z']);
  });

  it('mark applied tags that are removed, drop new ones, and leave removed ones alone', () => {
    const start = set(rowsAdded(NO_EDITS, 'u1', [fresh('a')]), { key: 'u1', path: 'name', value: 'x' });
    const gone = rowsRemoved(start, applied, ['u1', 'a']);
    expect(gone).toEqual({ changes: {}, added: [], removed: ['u1'] });
    expect(set(gone, { key: 'u1', path: 'name', value: 'y' })).toEqual(gone);
    expect([editTotal(gone), keys(gone)]).toEqual([1, ['u2']]);
  });

  it('are found between two forms of a tag, and make the one of the other', () => {
    const from = { id: 'a', uid: 'u', write_limits: { min: 1, max: 2 }, unit: 'bar' };
    const to = { id: 'a', write_limits: { max: 3 }, enum: { '0': 'Off' } };
    const patch = patchBetween(from, to);
    expect(patch).toEqual({ 'write_limits.min': null, 'write_limits.max': 3, unit: null, 'enum.0': 'Off' });
    expect(patched(from, patch)).toEqual({ ...to, uid: 'u' });
  });
});
