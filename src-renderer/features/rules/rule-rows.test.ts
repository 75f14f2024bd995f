import { describe, expect, it } from 'vitest';
import type { RuleView } from '../../../src-shared/contract/rules.ts';
import { filtered, nameOfRule, rejectedOf, ruleRows } from './rule-rows.ts';
import { unedited, withRule } from './topic-rules.ts';

const LOW = { topic: 'a/#', check: 'range', low: 0, action: 'reject' };
const FLOW = { device: 'tank', id: 'flow', name: 'Flow', unit: 'm³/h', topic: 'a/tank/flow' };
const RULES: readonly RuleView[] = [
  { key: 'topic/0', tag: null, topic: 'a/#', rule: { check: 'range', low: 0, action: 'reject' }, tags: 14 },
  { key: 'tag/tank/flow/0', tag: FLOW, topic: null, rule: { check: 'range', high: 120, action: 'flag' }, tags: 1 },
];
const hit = (hits: number, tag: string) => ({
  hits,
  last: { device: 'tank', tag, name: tag.toUpperCase(), value: -1, unit: '', timeUs: 1 },
});
const FOUND = new Map([
  ['topic/0', hit(7, 'level')],
  ['tag/tank/flow/0', hit(3, 'flow')],
]);

describe('the rows of the page of quality rules', () => {
  it('are those of topics as they are to become, then those of tags, each with what it found', () => {
    const now = withRule(unedited([LOW]).now, 'new/0', { topic: 'b/#', check: 'type' });
    const rows = ruleRows({ rules: RULES, topics: [LOW], edits: now, found: FOUND });
    expect(rows.map(({ key, state, tags, found }) => [key, state, tags, found?.hits])).toEqual([
      ['topic/0', 'same', 14, 7],
      ['new/0', 'new', null, undefined],
      ['tag/tank/flow/0', 'same', 1, 3],
    ]);
    expect(rows.map(nameOfRule)).toEqual([
      'Below 0 · a/#',
      'Not a number, or none of the states · b/#',
      'Above 120 m³/h · Flow',
    ]);
    expect(rejectedOf(rows)).toBe(7);
  });

  it('do not say of another topic how many tags it has', () => {
    const now = withRule(unedited([LOW]).now, 'topic/0', { ...LOW, topic: 'c/#' });
    const [row] = ruleRows({ rules: RULES, topics: [LOW], edits: now, found: FOUND });
    expect([row!.state, row!.tags]).toEqual(['edited', null]);
  });

  it('are found by condition, action, topic, tag, and the tag of the last hit', () => {
    const rows = ruleRows({ rules: RULES, topics: [LOW], edits: unedited([LOW]).now, found: FOUND });
    const keys = (words: string): readonly string[] => filtered(rows, words).map(({ key }) => key);
    expect(keys('')).toHaveLength(2);
    expect(keys('above 120')).toEqual(['tag/tank/flow/0']);
    expect(keys('reject')).toEqual(['topic/0']);
    expect(keys('a/#')).toEqual(['topic/0']);
    expect(keys('tank flow')).toEqual(['tag/tank/flow/0']);
    expect(keys('tank level')).toEqual(['topic/0']);
    expect(keys('nothing')).toEqual([]);
  });
});
