import { describe, expect, it } from 'vitest';
import {
  editCounts,
  editTotal,
  listToApply,
  redone,
  stateOf,
  stepped,
  undone,
  unedited,
  withoutRules,
  withRule,
} from './topic-rules.ts';

const LOW = { topic: 'a/#', check: 'range', low: 0 };
const STUCK = { topic: 'b/#', check: 'stuck', for: '10min' };
const APPLIED = [LOW, STUCK];

describe('edits of the rules of topics', () => {
  it('change, add and remove rules, each as one step that can be undone', () => {
    const first = unedited(APPLIED);
    expect(editTotal(first, APPLIED)).toBe(0);
    const changed = stepped(first, withRule(first.now, 'topic/0', { ...LOW, low: 1 }));
    const added = stepped(changed, withRule(changed.now, 'new/0', { topic: 'c/#', check: 'type' }));
    const removed = stepped(added, withoutRules(added.now, ['topic/1']));
    expect(editCounts(removed, APPLIED)).toEqual({ edited: 1, added: 1, removed: 1 });
    expect(removed.now.map((rule) => stateOf(rule, APPLIED))).toEqual(['edited', 'removed', 'new']);
    expect(listToApply(removed.now)).toEqual([
      { topic: 'a/#', check: 'range', low: 1 },
      { topic: 'c/#', check: 'type' },
    ]);
    expect(undone(undone(undone(removed))).now).toEqual(first.now);
    expect(redone(undone(removed))).toEqual(removed);
  });

  it('are none where a rule became what it was, or a new one was taken away again', () => {
    const first = unedited(APPLIED);
    const there = withRule(withRule(first.now, 'topic/0', { ...LOW, low: 1 }), 'topic/0', LOW);
    expect(editTotal({ ...first, now: there }, APPLIED)).toBe(0);
    expect(stepped(first, there)).toBe(first);
    const gone = withoutRules(withRule(first.now, 'new/0', LOW), ['new/0']);
    expect(gone).toEqual(first.now);
  });

  it('bring a removed rule back when it is written again', () => {
    const removed = withoutRules(unedited(APPLIED).now, ['topic/0']);
    expect(withRule(removed, 'topic/0', LOW)).toEqual(unedited(APPLIED).now);
  });
});
