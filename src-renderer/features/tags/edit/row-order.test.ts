import { describe, expect, it } from 'vitest';
import { appliedTags, countEdits, editTotal, NO_EDITS, type Overlay, rowsAdded, rowsRemoved } from './overlay.ts';
import { carriedOver, rebased } from './rebase.ts';
import { orderedKeys, rowsMoved } from './row-order.ts';
import { rowsToApply } from './tag-rows.ts';
import { toEdits } from './to-edits.ts';

const applied = appliedTags(['a', 'b', 'c', 'd'].map((id) => ({ id, uid: `u-${id}`, name: id, address: id })));
const fresh = (key: string) => ({ key, form: { id: key, address: key }, hasOwnId: true });
const ids = (overlay: Overlay, of = applied): string =>
  rowsToApply(of, overlay)
    .map(({ form }) => form['id'])
    .join('');
const moved = (overlay: Overlay, above: string | null, ...keys: readonly string[]): Overlay =>
  rowsMoved(overlay, applied, keys, above);

describe('rows that are moved', () => {
  it('stand elsewhere, count as few as can be, and are no edit any more where they come back', () => {
    const last = moved(NO_EDITS, null, 'u-a');
    expect([ids(last), countEdits(last).moved]).toEqual(['bcda', 1]);
    expect(toEdits(last, applied)).toEqual([{ kind: 'order', tags: ['b', 'c', 'd', 'a'] }]);
    const back = moved(last, 'u-b', 'u-a');
    expect([ids(back), editTotal(back), back.order]).toEqual(['abcd', 0, undefined]);
  });

  it('go together and keep the order that they have', () => {
    expect(ids(moved(NO_EDITS, 'u-a', 'u-d', 'u-b'))).toBe('bdac');
    expect(moved(NO_EDITS, 'u-c', 'u-b')).toBe(NO_EDITS);
  });

  it('leave new rows where they are seen, and new rows are moved like others', () => {
    const added = rowsAdded(rowsAdded(NO_EDITS, 'u-a', [fresh('n')]), undefined, [fresh('z')]);
    expect(ids(added)).toBe('anbcdz');
    expect(ids(moved(added, null, 'u-a'))).toBe('nbcdza');
    const up = moved(added, 'u-b', 'z');
    expect([ids(up), up.order]).toEqual(['anzbcd', undefined]);
    expect(ids(moved(added, 'u-a', 'z'))).toBe('zanbcd');
  });

  it('keep their places where others of them are deleted', () => {
    const gone = rowsRemoved(moved(NO_EDITS, 'u-a', 'u-d'), applied, ['u-b']);
    expect([ids(gone), orderedKeys(gone, applied)]).toEqual(['dac', ['u-d', 'u-a', 'u-b', 'u-c']]);
    expect(toEdits(gone, applied)[0]).toEqual({ kind: 'order', tags: ['d', 'a', 'b', 'c'] });
  });

  it('are asked back after they were applied', () => {
    const done = moved(NO_EDITS, null, 'u-a', 'u-c');
    const after = appliedTags(['b', 'd', 'a', 'c'].map((id) => applied.byUid.get(`u-${id}`)!));
    const undo = rebased(NO_EDITS, applied, done, after);
    expect(ids(undo, after)).toBe('abcd');
    expect(editTotal(rebased(done, applied, done, after))).toBe(0);
  });

  it('make room for a tag that somebody else added, behind the one that it follows', () => {
    const list = ['a', 'b', 'x', 'c', 'd'].map((id) => ({ id, uid: `u-${id}`, name: id, address: id }));
    const others = appliedTags(list);
    const carried = carriedOver(moved(NO_EDITS, 'u-a', 'u-d'), others);
    expect(ids(carried, others)).toBe('dabxc');
    const same = appliedTags(['d', 'a', 'b', 'c'].map((id) => applied.byUid.get(`u-${id}`)!));
    expect(editTotal(carriedOver(moved(NO_EDITS, 'u-a', 'u-d'), same))).toBe(0);
  });
});
