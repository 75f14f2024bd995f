import { describe, expect, it } from 'vitest';
import { mapped, NO_HISTORY, redone, stepped, undone } from './edit-history.ts';
import { appliedTags, cellsChanged, NO_EDITS, type Overlay, rowsAdded, rowsRemoved } from './overlay.ts';
import { carriedOver, rebased } from './rebase.ts';
import type { TagForm } from './tag-form.ts';
import { rowsToApply } from './tag-rows.ts';
import { toEdits } from './to-edits.ts';

const before = appliedTags([
  { id: 'level', uid: 'u1', name: 'Level', address: '40001' },
  { id: 'flow', uid: 'u2', name: 'Flow', address: '40003' },
  { id: 'speed', uid: 'u3', name: 'Speed', address: '40005' },
]);

const edits = (): Overlay => {
  const named = cellsChanged(NO_EDITS, before, [{ key: 'u1', path: 'name', value: 'Drum level' }]);
  const added = rowsAdded(named, 'u2', [
    { key: 'n1', form: { id: 'temp', name: 'Temp', address: '40007' }, hasOwnId: true },
  ]);
  return rowsRemoved(added, before, ['u3']);
};

/** What the gateway has after these edits: a new tag has got an identity. */
const after = appliedTags([
  { id: 'level', uid: 'u1', name: 'Drum level', address: '40001' },
  { id: 'flow', uid: 'u2', name: 'Flow', address: '40003' },
  { id: 'temp', uid: 'u9', name: 'Temp', address: '40007' },
]);

const forms = (overlay: Overlay, applied: typeof before): readonly TagForm[] =>
  rowsToApply(applied, overlay).map(({ form }) => form);

describe('steps back over an Apply', () => {
  it('ask for the tags as they were, with the identity of one that was removed', () => {
    const undo = rebased(NO_EDITS, before, edits(), after);
    expect(forms(undo, after)).toEqual(before.list);
    expect(toEdits(undo, after)).toEqual([
      { kind: 'change', tag: 'level', patch: { name: 'Level' } },
      { kind: 'remove', tag: 'temp' },
      { kind: 'add', tag: before.list[2], after: 'flow' },
    ]);
  });

  it('lead through every state in between, and forward again', () => {
    const history = [
      (now: Overlay) => cellsChanged(now, before, [{ key: 'u2', path: 'unit', value: 't/h' }]),
      (now: Overlay) => cellsChanged(now, before, [{ key: 'u2', path: 'unit', value: undefined }]),
      edits,
    ].reduce((steps, step) => stepped(steps, step(steps.now)), NO_HISTORY);
    const over = (overlay: Overlay): Overlay => rebased(overlay, before, history.now, after);
    const later = { ...mapped(history, over), now: NO_EDITS };
    const names = (overlay: Overlay): readonly unknown[] =>
      forms(overlay, after).map(({ id, name, unit }) => [id, name, unit]);
    const one = undone(later);
    expect(names(one.now)).toEqual([
      ['level', 'Level', undefined],
      ['flow', 'Flow', undefined],
      ['speed', 'Speed', undefined],
    ]);
    expect(names(undone(one).now)[1]).toEqual(['flow', 'Flow', 't/h']);
    expect(redone(one)).toEqual(later);
  });

  it('leave nothing to apply of what was applied', () => {
    expect(rebased(edits(), before, edits(), after)).toEqual(NO_EDITS);
  });
});

describe('edits over what somebody else changed', () => {
  it('stay, but for those of tags that are gone and those that are so by now', () => {
    const mine = cellsChanged(edits(), before, [{ key: 'u2', path: 'unit', value: 't/h' }]);
    const theirs = appliedTags([
      { id: 'level', uid: 'u1', name: 'Drum level', address: '40009' },
      { id: 'speed', uid: 'u3', name: 'Speed', address: '40005' },
    ]);
    const kept = carriedOver(mine, theirs);
    expect(kept.changes).toEqual({});
    expect(kept.removed).toEqual(['u3']);
    expect(forms(kept, theirs).map(({ id }) => id)).toEqual(['level', 'temp']);
  });
});

describe('the steps of editing', () => {
  it('are 200 at most, and a step that changes nothing is none', () => {
    let history = NO_HISTORY;
    for (let n = 0; n < 250; n++)
      history = stepped(history, cellsChanged(history.now, before, [{ key: 'u1', path: 'name', value: `n${n}` }]));
    expect(history.past).toHaveLength(200);
    expect(stepped(history, { ...history.now })).toBe(history);
    let oldest = history;
    for (let n = 0; n < 300; n++) oldest = undone(oldest);
    expect(oldest.now.changes).toEqual({ u1: { name: 'n49' } });
    expect(oldest.future).toHaveLength(200);
    expect(stepped(oldest, NO_EDITS).future).toEqual([]);
  });
});
